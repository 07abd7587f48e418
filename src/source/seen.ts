/**
 * Every version that a source ever listed (security S14): a source that forgets
 * releases hides the fix that everybody else has already installed.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import { type Release, releaseName } from "#model/release.ts";

const HEADER = "gostead seen 1";

function seenPath(home: Home, source: string): string {
  const key = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return join(home.seen, `${key}.txt`);
}

/** Release names that this source listed before; empty when it never did, or the memory is damaged. */
export function seenReleases(home: Home, source: string): ReadonlySet<string> {
  try {
    const [header, ...names] = readFileSync(seenPath(home, source), "utf8").split("\n");
    return new Set(header === HEADER ? names.filter((name) => name !== "") : []);
  } catch {
    return new Set();
  }
}

/** Names of releases that the source listed once and lists no more. */
export function lostReleases(seen: ReadonlySet<string>, listed: readonly Release[]): string[] {
  const now = new Set(listed.map(releaseName));
  return [...seen].filter((name) => !now.has(name));
}

/** Adds what is listed now; nothing is ever taken out. */
export async function rememberReleases(
  home: Home,
  source: string,
  listed: readonly Release[],
): Promise<void> {
  const seen = seenReleases(home, source);
  const all = new Set([...seen, ...listed.map(releaseName)]);
  if (all.size === seen.size) return;
  mkdirSync(home.seen, { recursive: true });
  await atomicWrite(seenPath(home, source), `${[HEADER, ...[...all].sort()].join("\n")}\n`);
}
