/**
 * Removing what nobody needs. Freed bytes are physical: the blocks of a file
 * whose last name goes (`st_blocks`), never its size.
 */
import { lstatSync, readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { keyOfName } from "./object.ts";

const BLOCK = 512;

/** Unlinks a file and returns the bytes that this gave back; 0 when it is already gone. */
export function unlinkCounted(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  unlinkSync(path);
  return stat.nlink === 1 ? stat.blocks * BLOCK : 0;
}

/** Removes a whole tree without following links; returns the bytes that this gave back. */
export function removeTree(path: string): number {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return unlinkCounted(path);
  let freed = stat.blocks * BLOCK;
  for (const name of readdirSync(path)) freed += removeTree(join(path, name));
  rmdirSync(path);
  return freed;
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
    if (needed.has(name)) continue;
    const path = join(store, name);
    const isShared = (lstatSync(path, { throwIfNoEntry: false })?.nlink ?? 0) > 1;
    if (!isShared || keyOfName(name) === undefined) freed += unlinkCounted(path);
  }
  return freed;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
