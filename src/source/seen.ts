/**
 * Every version that a source ever listed (security S14): a source that forgets
 * releases hides the fix that everybody else has already installed.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAbsent } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { releaseOfModuleVersion } from "#model/module.ts";
import { type Release, releaseName } from "#model/release.ts";

const HEADER = "gostead seen 1";

function seenPath(home: Home, source: string): string {
  const key = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return join(home.seen, `${key}.txt`);
}

/**
 * Release names that this source listed before; empty when it never did. Damaged
 * lines are passed over: nobody could ever take them out again. Throws `newer-format`.
 */
export function seenReleases(home: Home, source: string): ReadonlySet<string> {
  const [header = "", ...names] = readSeen(seenPath(home, source)).split("\n");
  if (header !== HEADER && /^gostead seen \d+$/.test(header)) throw tooNew(source, header);
  return new Set(header === HEADER ? names.filter(isReleaseName) : []);
}

function isReleaseName(name: string): boolean {
  return releaseOfModuleVersion(`v0.0.1-${name}`) !== undefined;
}

function readSeen(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return "";
    throw error;
  }
}

function tooNew(source: string, header: string): GosteadError {
  const message = `what ${source} listed is kept in a newer format: ${JSON.stringify(header)}`;
  return new GosteadError("newer-format", message, { fix: "use the newer gostead that wrote it" });
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
  await atomicWrite(seenPath(home, source), `${[HEADER, ...[...all].sort()].join("\n")}\n`);
}
