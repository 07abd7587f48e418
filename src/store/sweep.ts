/**
 * Removing what nobody needs. Freed bytes are physical: the blocks of a file
 * whose last name goes (`st_blocks`), never its size. Others may remove the same
 * things at the same time: what is already gone is no error.
 */
import { type Dirent, lstatSync, readdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { keyOfName } from "./object.ts";

const BLOCK = 512;

/** Unlinks a file and returns the bytes that this gave back; 0 when it is already gone. */
export function unlinkCounted(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !unlessGone(() => unlinkSync(path))) return 0;
  return stat.nlink === 1 ? stat.blocks * BLOCK : 0;
}

/** Removes a whole tree without following links; returns the bytes that this gave back. */
export function removeTree(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return unlinkCounted(path);
  let freed = stat.blocks * BLOCK;
  for (const name of namesIn(path)) freed += removeTree(join(path, name));
  unlessGone(() => rmdirSync(path));
  return freed;
}

/**
 * Removes a tree that a process may still be filling: it gets another name first,
 * so that nobody makes visible what is already half gone (security S20).
 */
export function discardTree(path: string): number {
  const aside = join(dirname(path), `removed.${crypto.randomUUID()}`);
  return unlessGone(() => renameSync(path, aside)) ? removeTree(aside) : 0;
}

/** False when there was nothing any more to act on. */
function unlessGone(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

/** What writers put beside their target until it is whole: `<name>.<uuid>`, `<name>.<pid>.<hex>.tmp`, probes. */
const TEMPORARY = /\.(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+\.[0-9a-f]{12}\.tmp)$/;

/** No writer holds a temporary file for so long. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Removes the temporary files that killed writers left an hour ago or earlier, in
 * a directory and down to `depth` below it; returns the bytes that this gave back.
 */
export function sweepTemporaries(directory: string, nowMs: number, depth = Infinity): number {
  let freed = 0;
  for (const entry of entriesIn(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) freed += depth > 0 ? sweepTemporaries(path, nowMs, depth - 1) : 0;
    else if (TEMPORARY.test(entry.name) && isAbandoned(path, nowMs)) freed += unlinkCounted(path);
  }
  return freed;
}

function isAbandoned(path: string, nowMs: number): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && nowMs - stat.ctimeMs > ABANDONED_MS;
}

/** Every object of a store by its name (`sha256/ab/<hash>[-x]`), and whatever else lies there. */
export function* objectNames(store: string): Generator<string> {
  for (const shelf of namesIn(join(store, "sha256"))) {
    for (const name of namesIn(join(store, "sha256", shelf))) yield `sha256/${shelf}/${name}`;
  }
}

/**
 * Removes every object that `needed` does not hold and that no tree links to: a
 * staging tree of another process counts by its links, whatever is written down.
 */
export function sweepStore(store: string, needed: ReadonlySet<string>): number {
  let freed = 0;
  for (const name of objectNames(store)) {
    if (needed.has(name) || keyOfName(name) === undefined) continue;
    const path = join(store, name);
    const isShared = (lstatSync(path, { throwIfNoEntry: false })?.nlink ?? 0) > 1;
    if (!isShared) freed += unlinkCounted(path);
  }
  return freed;
}

/** The names in a directory; none when it is not there or may not be read. */
export function namesIn(path: string): string[] {
  return entriesIn(path).map((entry) => entry.name);
}

function entriesIn(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
