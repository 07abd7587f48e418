/**
 * What `gostead allow` keeps of a project's `.goenv`, for shells to read with builtins (src/activate/hookanswer.sh):
 * `goenv/<real directory of the file>/.goenv` in GOSTEAD_HOME, mode 0600.
 *
 *   gostead goenv 1
 *   GOCACHE=/p/.gocache          what counts, one line each, the build tags still as GO_BUILD_TAGS
 *   --
 *   …                            the content that was allowed, byte for byte; any other counts for nothing
 */
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Env, isAbsent } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import { readSettingsFile } from "./file.ts";
import { GOENV_FILE, type GoenvLine } from "./goenvfile.ts";

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

/** The nearest `.goenv` from a directory up to the root, where shells look for it too. */
export function nearestGoenv(cwd: string): string | undefined {
  for (let at = cwd; ; at = dirname(at)) {
    const file = join(at, GOENV_FILE);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    if (dirname(at) === at) return undefined;
  }
}

/** `env` with what the nearest `.goenv` sets, as far as it was allowed and has not changed. Throws `bad-setting`. */
export function goenvEnv(env: Env, { cwd, home, uid }: Where): Env {
  const file = nearestGoenv(cwd);
  const found = file === undefined ? undefined : readSettingsFile(file, uid);
  if (file === undefined || found?.kind !== "read") return env;
  const path = join(realpathSync(dirname(file)), GOENV_FILE);
  const { GO_BUILD_TAGS: tags, ...own } = Object.fromEntries(keptGoenv(path, found.bytes, home));
  const flags = own.GOFLAGS ?? env.GOFLAGS ?? "";
  // A shell's hook may have put them there already.
  if (tags === undefined || flags.includes(tags)) return { ...env, ...own };
  return { ...env, ...own, GOFLAGS: withTags(flags, tags) };
}

interface Where {
  readonly cwd: string;
  readonly home: Home;
  readonly uid: number | undefined;
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
