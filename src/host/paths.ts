/**
 * Where gostead keeps its things (design §5). GOSTEAD_HOME when set, else
 * `gostead` below the XDG data directory. Everything else follows from the root.
 */
import { isAbsolute, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import type { Env } from "./env.ts";
import { untrusted } from "./text.ts";

export interface Home {
  readonly root: string;
  /** The launcher. */
  readonly bin: string;
  /** `go` and `gofmt` for PATH. */
  readonly shims: string;
  /** Objects by sha256. */
  readonly store: string;
  /** One GOROOT a release: `go1.22.6.linux-amd64`. */
  readonly toolchains: string;
  /** How each toolchain was proven. */
  readonly receipts: string;
  /** Tree heads and tiles, one directory a log and key. */
  readonly sumdb: string;
  readonly locks: string;
  /** Trees and files on their way in; on one file system with the store. */
  readonly staging: string;
  /** Evidence of what was refused; never an input. */
  readonly quarantine: string;
  /** Version words as links to toolchains: what the shim resolves through. */
  readonly links: string;
  readonly labels: string;
  readonly audit: string;
  /** What stood in others' files before we changed them: what `undo` reads. */
  readonly journal: string;
  /** Every version that a source ever listed (security S14). */
  readonly seen: string;
  /** The user's settings for gostead. */
  readonly config: string;
}

/** The home of `--system`: one for all users of the machine, which only root writes (security S13). */
export const SYSTEM_HOME = "/opt/go";

/** The home that the environment names. Throws `bad-setting` when it names none. */
export function homePaths(env: Env): Home {
  return layoutOf(rootOf(env));
}

/** The layout below a root: the same names everywhere. */
export function layoutOf(root: string): Home {
  return {
    root,
    bin: join(root, "bin"),
    shims: join(root, "shims"),
    store: join(root, "store"),
    toolchains: join(root, "toolchains"),
    receipts: join(root, "receipts"),
    sumdb: join(root, "sumdb"),
    locks: join(root, "locks"),
    staging: join(root, "staging"),
    quarantine: join(root, "quarantine"),
    links: join(root, "links"),
    labels: join(root, "labels"),
    audit: join(root, "audit"),
    journal: join(root, "journal"),
    seen: join(root, "seen"),
    config: join(root, "config"),
  };
}

function rootOf(env: Env): string {
  const own = env.GOSTEAD_HOME;
  if (own) return checked("GOSTEAD_HOME", own);
  const data = env.XDG_DATA_HOME;
  // The XDG specification: a relative path there is invalid and is ignored.
  if (data && isAbsolute(data)) return checked("XDG_DATA_HOME", join(data, "gostead"));
  const home = env.HOME;
  if (home) return checked("HOME", join(home, ".local", "share", "gostead"));
  throw new GosteadError("bad-setting", "no home for gostead: HOME is not set", {
    fix: "set GOSTEAD_HOME to an absolute path",
  });
}

/**
 * Control characters would break the shims and every line-based file that names a
 * path, `:` divides PATH, and Node loads no module below a backslash. Below /proc
 * nothing can be made, and Node tries without end.
 */
function checked(name: string, path: string): string {
  const clean = join(path, ".");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const isPath = isAbsolute(path) && !/[\u0000-\u001f\u007f:\\]/.test(path);
  if (isPath && !/^\/proc(\/|$)/.test(clean)) return clean;
  throw new GosteadError("bad-setting", `${name} cannot be used: ${untrusted(path)}`, {
    fix: `set ${name} to an absolute path, not below /proc, without ':', '\\' and control characters`,
  });
}
