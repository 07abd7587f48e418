/**
 * What `gostead allow` keeps of a project's `.goenv`, for shells to read with builtins (src/activate/hookanswer.sh):
 * `goenv/<real directory of the file>/.goenv` in GOSTEAD_HOME, mode 0600.
 *
 *   gostead goenv 1
 *   GOCACHE=/p/.gocache          what counts, one line each, the build tags still as GO_BUILD_TAGS
 *   --
 *   …                            the content that was allowed, byte for byte; any other counts for nothing
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isAbsent } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import type { GoenvLine } from "./goenvfile.ts";

const HEAD = "gostead goenv 1";

/** Keeps `lines` of the file at the real path `path` with these bytes. */
export async function keepGoenv(
  { path, bytes, lines }: { path: string; bytes: Uint8Array; lines: readonly GoenvLine[] },
  home: Home,
): Promise<void> {
  const kept = keptFile(home, path);
  mkdirSync(dirname(kept), { recursive: true, mode: 0o700 });
  const variables = lines.map(({ key, value }) => `${key}=${value}\n`).join("");
  const text = Buffer.concat([Buffer.from(`${HEAD}\n${variables}--\n`), bytes]);
  await atomicWrite(kept, text, { mode: 0o600 });
}

export function forgetGoenv(path: string, home: Home): void {
  rmSync(keptFile(home, path), { force: true });
}

/** The variables that were allowed of a file that still holds these bytes; none when it does not. */
export function keptGoenv(
  path: string,
  bytes: Uint8Array,
  home: Home,
): ReadonlyMap<string, string> {
  const kept = readKept(keptFile(home, path));
  const end = kept?.indexOf("\n--\n") ?? -1;
  if (kept === undefined || end < 0 || !kept.subarray(end + 4).equals(bytes)) return new Map();
  const [head, ...lines] = kept.subarray(0, end).toString().split("\n");
  if (head !== HEAD) return new Map();
  return new Map(lines.map((line) => [line.replace(/=.*/s, ""), line.replace(/^[^=]*=/, "")]));
}

/** The build tags join those that GOFLAGS has already. */
export function withTags(flags: string, tags: string): string {
  const [, before = "", there, after = ""] = /^((?:.* )?-tags=)(\S*)(.*)$/s.exec(flags) ?? [];
  if (there !== undefined) return `${before}${there},${tags}${after}`;
  return `${flags}${flags === "" ? "" : " "}-tags=${tags}`;
}

function keptFile(home: Home, path: string): string {
  return join(home.root, "goenv", path);
}

function readKept(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
