/**
 * What an action would change, before anything is: the path it really means,
 * what stands there, what shall, the directories on the way. An action that is
 * done already plans nothing. One that cannot be done throws `cannot-edit` or
 * `no-permission`, as far as that can be seen without trying.
 */
import { access, constants } from "node:fs/promises";
import { dirname, isAbsolute } from "node:path";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { removeBlock, setBlock, withLineEndsOf } from "./block.ts";
import type { Planned, PlannedPath, State, Step } from "./change.ts";
import {
  ABSENT,
  cannotEdit,
  followLinks,
  type Look,
  look,
  MAX_BYTES,
  placeOf,
  type Standing,
  sameState,
  sha256Of,
} from "./look.ts";

/**
 * Plans a list of actions, each as if those before it had been performed. What
 * programs change that run in between cannot be foreseen.
 */
export async function planAll(actions: readonly Action[]): Promise<Step[]> {
  const foreseen = new Map<string, Standing>();
  const looking: Look = async (path) => foreseen.get(path) ?? (await look(path));
  const steps: Step[] = [];
  for (const action of actions) {
    const changes = await planAction(action, looking);
    for (const change of changes)
      if (change.kind === "path") foreseen.set(change.path, standing(change));
    steps.push({ action, changes });
  }
  return steps;
}

/** What will stand at a path once a change is made. */
export function standing({ after, bytes }: PlannedPath): Standing {
  return { state: after, bytes: bytes.after, names: 1 };
}

/** The changes that one action means, given what stands where. */
export async function planAction(action: Action, looking: Look = look): Promise<Planned[]> {
  if (action.kind === "run") {
    const { argv, inverse } = action;
    return [{ kind: "run", argv, ...(inverse === undefined ? {} : { inverse }) }];
  }
  if (!isAbsolute(action.path) || action.path.includes("\0")) {
    throw cannotEdit(action.path, "is no absolute path");
  }
  const follows = action.kind === "write" || action.kind === "block";
  const path = follows ? await followLinks(action.path, looking) : await placeOf(action.path);
  const before = await looking(path);
  const after = wanted(action, path, before);
  const changes = await planPath({ path, before, after }, looking);
  const isVia = (change: PlannedPath) => change.path === path && path !== action.path;
  return changes.map((change) => (isVia(change) ? { ...change, via: action.path } : change));
}

export interface Wish {
  /** Real. */
  readonly path: string;
  readonly before: Standing;
  readonly after: Standing;
}

/** One path from what stands there to what shall, with the directories on the way; nothing when it does. */
export async function planPath(
  { path, before, after }: Wish,
  looking: Look,
): Promise<PlannedPath[]> {
  if (sameState(before.state, after.state)) return [];
  const made = await missingDirectories(path, looking);
  await checkMayChange(made[0] ?? path, looking);
  checkMayReplace(path, before);
  const bytes = { before: before.bytes, after: after.bytes };
  const directories = made.map(plannedDirectory);
  return [...directories, { kind: "path", path, before: before.state, after: after.state, bytes }];
}

/** What shall stand at the path. */
function wanted(action: Action, path: string, before: Standing): Standing {
  if (before.state.kind === "directory") throw cannotEdit(path, "is a directory");
  switch (action.kind) {
    case "run":
      return before;
    case "remove":
      return ABSENT;
    case "link":
      if (before.state.kind === "file")
        throw cannotEdit(path, "is a file, where a link should be made");
      return { state: { kind: "link", target: action.target }, bytes: undefined, names: 1 };
    case "write": {
      const content = withLineEndsOf(text(path, before), Buffer.from(action.content, "utf8"));
      return file(path, content, before.state, action.mode);
    }
    case "block": {
      const { name, lines } = action;
      const old = text(path, before);
      const content = inFile(path, () =>
        lines.length === 0 ? removeBlock(old, name) : setBlock(old, { name, lines }),
      );
      return content === undefined ? ABSENT : file(path, content, before.state);
    }
  }
}

/** Errors of a block name no file: they get it here. */
function inFile<T>(path: string, edit: () => T): T {
  try {
    return edit();
  } catch (cause) {
    if (!(cause instanceof GosteadError)) throw cause;
    const fix = cause.fix === undefined ? {} : { fix: cause.fix };
    throw new GosteadError(cause.code, `${quoted(path, 400)}: ${cause.message}`, { ...fix, cause });
  }
}

function text(path: string, { bytes }: Standing): Buffer | undefined {
  if (bytes?.includes(0)) throw cannotEdit(path, "is not text: it holds a zero byte");
  return bytes;
}

function file(path: string, bytes: Buffer, before: State, mode = 0o644): Standing {
  if (bytes.length > MAX_BYTES) throw cannotEdit(path, "would become larger than 1 MiB");
  if (bytes.includes(0)) throw cannotEdit(path, "would not be text: it would hold a zero byte");
  const sha256 = sha256Of(bytes);
  const state =
    before.kind === "file" ? { ...before, sha256 } : ({ kind: "file", sha256, mode } as const);
  return { state, bytes, names: 1 };
}

function plannedDirectory(path: string): PlannedPath {
  const after = { kind: "directory", mode: 0o755 } as const;
  return {
    kind: "path",
    path,
    before: ABSENT.state,
    after,
    bytes: { before: undefined, after: undefined },
  };
}

/** Directories to be made for a path, outermost first. */
async function missingDirectories(path: string, looking: Look): Promise<string[]> {
  const missing: string[] = [];
  for (let at = dirname(path); ; at = dirname(at)) {
    const { state } = await looking(at);
    if (state.kind === "directory") return missing.reverse();
    if (state.kind !== "absent") throw cannotEdit(at, "is no directory, and one is needed there");
    missing.push(at);
  }
}

/** The directory is what must be writable: files are replaced, never written in place. */
async function checkMayChange(path: string, looking: Look): Promise<void> {
  const directory = dirname(path);
  try {
    await access(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    // It may be one that an action before this one makes.
    if (
      (await look(directory)).state.kind === "absent" &&
      (await looking(directory)).state.kind === "directory"
    )
      return;
    throw new GosteadError(
      "no-permission",
      `may not change ${quoted(path, 400)}: its directory is read-only`,
      {
        fix: `make ${quoted(directory, 400)} writable for yourself, or make the change by hand`,
        cause,
      },
    );
  }
}

/** A file without write permission is meant to stay as it is, even for root. */
function checkMayReplace(path: string, { state, names }: Standing): void {
  if (state.kind !== "file") return;
  if (names > 1) throw cannotEdit(path, `is one file under ${names} names (hard links)`);
  if ((state.mode & 0o200) !== 0) return;
  throw new GosteadError("no-permission", `may not change ${quoted(path, 400)}: it is read-only`, {
    fix: `chmod u+w ${quoted(path, 400)}, or make the change by hand`,
  });
}
