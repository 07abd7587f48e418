/**
 * `links/`: what the shim resolves version words through, without a process:
 * `1.22.6` for each installed release, `1.22` for the newest of its minor and
 * `1.22.6@prod` for each label.
 * Always made anew from what is installed, so that two installs at once end in
 * the same links.
 */
import { mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "#host/lock.ts";
import type { Home } from "#host/paths.ts";
import { linkWords } from "#model/linkwords.ts";
import type { Platform } from "#model/platform.ts";
import { releaseName } from "#model/release.ts";
import type { GoVersion } from "#model/version.ts";
import { installedReleases, onPlatform } from "./installed.ts";
import { formatLabelName, labelNames } from "./labelled.ts";

/** Makes the links of this platform's releases and of all labels; whatever else lies among them goes. */
export function refreshLinks(home: Home, platform: Platform): Promise<void> {
  return withLock(join(home.locks, "links.lock"), {}, async () => {
    mkdirSync(home.links, { recursive: true });
    const wanted = linksFor(home, platform);
    for (const [word, target] of wanted) point(join(home.links, word), target);
    for (const word of readdirSync(home.links)) {
      if (!wanted.has(word)) rmSync(join(home.links, word), { recursive: true, force: true });
    }
  });
}

/** Word to target: each version, each minor, each label. */
function linksFor(home: Home, platform: Platform): Map<string, string> {
  const versions = onPlatform(installedReleases(home), platform).map(({ version }) => version);
  const words = new Map<string, string>();
  for (const [word, version] of linkWords(versions)) words.set(word, targetOf(version, platform));
  for (const name of labelNames(home).map(formatLabelName)) {
    words.set(name, `../labels/${name}/goroot`);
  }
  return words;
}

function targetOf(version: GoVersion, platform: Platform): string {
  return `../toolchains/${releaseName({ version, platform })}`;
}

/** A rename over the old link: there is no moment without one. */
function point(link: string, target: string): void {
  if (readLink(link) === target) return;
  const temporary = `${link}.${crypto.randomUUID()}`;
  symlinkSync(target, temporary);
  renameSync(temporary, link);
}

function readLink(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
