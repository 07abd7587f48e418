/**
 * `links/`: what the shim resolves version words through, without a process:
 * `1.22.6` for each installed release and `1.22` for the newest of its minor.
 * Always made anew from what is installed, so that two installs at once end in
 * the same links.
 */
import { mkdirSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "#host/lock.ts";
import type { Home } from "#host/paths.ts";
import type { Platform } from "#model/platform.ts";
import { releaseName } from "#model/release.ts";
import { isPrerelease, minorOf } from "#model/version.ts";
import { installedReleases, onPlatform } from "./installed.ts";

export function refreshLinks(home: Home, platform: Platform): Promise<void> {
  mkdirSync(home.locks, { recursive: true });
  return withLock(join(home.locks, "links.lock"), {}, async () => {
    mkdirSync(home.links, { recursive: true });
    const wanted = linksFor(home, platform);
    for (const [word, target] of wanted) point(join(home.links, word), target);
    for (const word of readdirSync(home.links)) {
      if (!wanted.has(word)) rmSync(join(home.links, word), { force: true });
    }
  });
}

/** Word to target. A prerelease stands for its minor only while nothing better is there. */
function linksFor(home: Home, platform: Platform): Map<string, string> {
  const releases = onPlatform(installedReleases(home), platform);
  const ranked = [
    ...releases.filter(({ version }) => isPrerelease(version)),
    ...releases.filter(({ version }) => !isPrerelease(version)),
  ];
  const targets = ranked.map(
    (release) => [release.version, `../toolchains/${releaseName(release)}`] as const,
  );
  const minors = targets.map(([version, target]) => [minorOf(version), target] as const);
  return new Map<string, string>([...minors, ...targets]);
}

/** A rename over the old link: there is no moment without one. */
function point(link: string, target: string): void {
  if (targetOf(link) === target) return;
  const temporary = `${link}.${crypto.randomUUID()}`;
  symlinkSync(target, temporary);
  renameSync(temporary, link);
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
