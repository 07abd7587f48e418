/**
 * Who owns a path and who may write it. On this machine the file system says so;
 * a recorded machine lies in git, which keeps neither: there everything below HOME
 * is the user's, all else root's, directories and programs (by their places) 0755,
 * files 0644, those that gostead installed 0555 and 0444; but for what `status` in
 * machine.json says:
 *
 *   {"uid": 1000, "status": {"/usr/local/go/bin/go": {"mode": "757", "uid": 0}}}
 */
import { access, constants } from "node:fs/promises";

export interface Owned {
  /** Permission bits, 0o7777. */
  readonly mode: number;
  readonly uid: number;
}

export interface Ownership {
  /** `path` as the machine sees it, links followed; `found` as the file system says. */
  of(path: string, found: Owned, isDirectory: boolean): Owned;
  /** Whether we may write there. */
  mayWrite(path: string, owned: Owned): Promise<boolean>;
}

/** This machine's: also a read-only mount says no here, as ACLs do. */
export const REAL_OWNERSHIP: Ownership = {
  of: (_, { mode, uid }) => ({ mode: mode & 0o7777, uid }),
  mayWrite: (path) =>
    access(path, constants.W_OK).then(
      () => true,
      () => false,
    ),
};

export interface Recorded {
  readonly uid: number;
  readonly home: string | undefined;
  /** GOSTEAD_HOME there. */
  readonly gostead: string | undefined;
  readonly status: Readonly<Record<string, unknown>>;
}

const PROGRAM = /\/(s?bin|shims|pkg\/tool\/[^/]+)\/[^/]+$/;

export function recordedOwnership(recorded: Recorded): Ownership {
  const { uid, home, gostead, status } = recorded;
  const isBelow = (path: string, top: string | undefined) =>
    top !== undefined && (path === top || path.startsWith(`${top}/`));
  const installed = gostead === undefined ? undefined : `${gostead}/toolchains`;
  const modeOf = (path: string, isDirectory: boolean) => {
    if (isDirectory) return 0o755;
    const mode = PROGRAM.test(path) ? 0o755 : 0o644;
    return isBelow(path, installed) ? mode & 0o555 : mode;
  };
  return {
    of: (path, _, isDirectory) => {
      const said = Object.hasOwn(status, path) ? status[path] : undefined;
      const owner = isBelow(path, home) ? uid : 0;
      return { mode: modeOf(path, isDirectory), uid: owner, ...saidOf(said) };
    },
    mayWrite: async (_, owned) =>
      uid === 0 || (owned.mode & (owned.uid === uid ? 0o200 : 0o002)) !== 0,
  };
}

function saidOf(said: unknown): Partial<Owned> {
  if (typeof said !== "object" || said === null) return {};
  const { mode, uid } = said as Readonly<Record<string, unknown>>;
  return {
    ...(typeof mode === "string" ? { mode: Number.parseInt(mode, 8) } : {}),
    ...(typeof uid === "number" ? { uid } : {}),
  };
}
