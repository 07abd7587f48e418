/** What is installed: a tree that is visible and has a receipt. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { releaseOfModuleVersion } from "#model/module.ts";
import { formatPlatform, type Platform } from "#model/platform.ts";
import { type Release, releaseName } from "#model/release.ts";
import { compareVersions } from "#model/version.ts";
import { type Receipt, readReceipt, receiptNames } from "./receipt.ts";

export function treePath(home: Home, release: Release): string {
  return join(home.toolchains, releaseName(release));
}

export function isInstalled(home: Home, release: Release): boolean {
  return (
    existsSync(treePath(home, release)) &&
    existsSync(join(home.receipts, `${releaseName(release)}.json`))
  );
}

/** `go1.22.6.linux-amd64` as a release; undefined for any other name. */
export function releaseOfName(name: string): Release | undefined {
  return releaseOfModuleVersion(`v0.0.1-${name}`);
}

/** Every installed release, oldest first. */
export function installedReleases(home: Home): Release[] {
  return receiptNames(home)
    .flatMap((name) => releaseOfName(name) ?? [])
    .filter((release) => existsSync(treePath(home, release)))
    .sort(byVersion);
}

export function byVersion(a: Release, b: Release): number {
  return compareVersions(a.version, b.version) || (releaseName(a) < releaseName(b) ? -1 : 1);
}

/** The receipt of an installed release; throws `not-installed`. */
export function receiptOf(home: Home, release: Release): Receipt {
  const receipt = isInstalled(home, release) ? readReceipt(home, release) : undefined;
  if (receipt === undefined) throw notInstalled(release);
  return receipt;
}

export function notInstalled(release: Release): GosteadError {
  return new GosteadError(
    "not-installed",
    `go${release.version} (${formatPlatform(release.platform)}) is not installed`,
    {
      fix: `gostead install ${release.version}`,
    },
  );
}

export function onPlatform(releases: readonly Release[], platform: Platform): Release[] {
  const wanted = formatPlatform(platform);
  return releases.filter((release) => formatPlatform(release.platform) === wanted);
}
