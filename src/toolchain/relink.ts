/**
 * The good inode for everybody who holds a content: by rename, so that no holder is
 * for one moment without the file, and never through a link that leads out of a
 * tree (security S11).
 */
import { lstatSync, mkdirSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Release } from "#model/release.ts";
import { share } from "#store/link.ts";
import { fileMode } from "#store/object.ts";
import { removeTree } from "#store/sweep.ts";
import type { Engine } from "./engine.ts";
import { installedReleases, treePath } from "./installed.ts";
import { labelsOf, labelTree } from "./labelled.ts";
import { objectOf, recordIfReadable } from "./need.ts";
import type { RecordEntry } from "./record.ts";
import { isExecutable, twinOf } from "./shape.ts";
import type { Workshop } from "./workshop.ts";

/** One round of repair of one release, whose lock is held. */
export interface Task {
  readonly release: Release;
  /** The tree of it that is mended: its own, or that of a label. */
  readonly tree: string;
  readonly engine: Engine;
  /** Used for one round: a second would find the first one's files in staging. */
  readonly shop: Workshop;
}

/**
 * Puts the store's objects in place of `wrong` files, and of the same contents in
 * other releases. What those lack they go on lacking: they may be on their way out.
 */
export function relinkHolders(wrong: readonly RecordEntry[], task: Task): void {
  const { tree, engine } = task;
  for (const entry of wrong) {
    for (const name of namesOf(entry)) {
      mkdirSync(dirname(join(tree, name)), { recursive: true, mode: 0o755 });
      place(entry, { tree, name }, task);
    }
  }
  const objects = new Set(wrong.filter(({ size }) => size > 0).map(objectOf));
  for (const holder of installedReleases(engine.home)) relinkIn(holder, objects, task);
}

function relinkIn(holder: Release, objects: ReadonlySet<string>, task: Task): void {
  const trees = treesOf(holder, task.engine).filter((tree) => tree !== task.tree);
  if (trees.length === 0) return;
  for (const entry of recordIfReadable(task.engine.home, holder)) {
    if (!objects.has(objectOf(entry))) continue;
    for (const tree of trees) relinkFile(entry, tree, task);
  }
}

/** A release's own tree, and those of its labels. */
function treesOf(release: Release, engine: Engine): string[] {
  const labelled = labelsOf(engine, release).map((name) => labelTree(engine.home, name));
  return [treePath(engine.home, release), ...labelled];
}

function relinkFile(entry: RecordEntry, tree: string, task: Task): void {
  for (const name of namesOf(entry)) {
    const isThere = lstatSync(join(tree, name), { throwIfNoEntry: false })?.isFile() === true;
    if (isThere) place(entry, { tree, name }, task);
  }
}

function namesOf({ name }: RecordEntry): string[] {
  const twin = twinOf(name);
  return twin === undefined ? [name] : [name, twin];
}

interface Place {
  readonly tree: string;
  readonly name: string;
}

function place(entry: RecordEntry, { tree, name }: Place, { engine, shop }: Task): void {
  if (!standsIn(tree, name)) return;
  const temporary = join(shop.staging.root, crypto.randomUUID());
  const mode = fileMode(isExecutable(entry.name));
  if (entry.size === 0) writeFileSync(temporary, "", { flag: "wx", mode });
  else share(join(engine.home.store, objectOf(entry)), temporary, shop.method);
  const path = join(tree, name);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) removeTree(path);
  renameSync(temporary, path);
}

/** True when the directory of `name` lies where the name says: no part of it is a link. */
export function standsIn(tree: string, name: string): boolean {
  try {
    return realpathSync(dirname(join(tree, name))) === dirname(join(realpathSync(tree), name));
  } catch {
    return false;
  }
}
