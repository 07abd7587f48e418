/** What adopting proven trees would give back: the bytes of files that the store, or another of the trees, has already. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import type { Release } from "#model/release.ts";
import { installedReleases } from "./installed.ts";
import { objectOf, recordIfReadable } from "./need.ts";
import type { RecordEntry } from "./record.ts";

const BLOCK = 512;

export interface Provable {
  readonly path: string;
  readonly release: Release;
  readonly entries: readonly RecordEntry[];
}

/** Physical bytes by tree, in the order given; what the first of two equal trees holds has to stay once. */
export function adoptionGains(trees: readonly Provable[], home: Home): number[] {
  // A damaged manifest of our own only makes the figures smaller.
  const own = installedReleases(home).flatMap((release) => recordIfReadable(home, release));
  const kept = new Set(own.map(objectOf));
  return trees.map(({ path, entries }) => {
    let gain = 0;
    for (const entry of entries) {
      const object = objectOf(entry);
      if (kept.has(object)) gain += blocksOf(join(path, entry.name));
      else kept.add(object);
    }
    return gain;
  });
}

function blocksOf(path: string): number {
  return (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK;
}

/** Physical bytes that removing a tree gives back: files that have another name elsewhere stay. */
export function treeBytes(path: string): number {
  return readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return sum + treeBytes(inner);
    const stat = entry.isFile() ? lstatSync(inner, { throwIfNoEntry: false }) : undefined;
    return sum + (stat?.nlink === 1 ? stat.blocks * BLOCK : 0);
  }, 0);
}
