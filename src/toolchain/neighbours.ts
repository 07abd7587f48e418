/** Installed releases whose files a new one may share: the nearest versions first. */
import { readFileSync } from "node:fs";
import type { Home } from "#host/paths.ts";
import { type Release, sameRelease } from "#model/release.ts";
import { byVersion, installedReleases, releaseOfName } from "./installed.ts";
import { receiptNames, recordPath } from "./receipt.ts";
import { parseRecord, type RecordEntry } from "./record.ts";

/** More neighbours than this find hardly more files and cost a parse each. */
const MAX_NEIGHBOURS = 3;

export interface Neighbour {
  readonly release: Release;
  readonly entries: readonly RecordEntry[];
}

/** A damaged manifest is no neighbour: `verify` reports it, an install does without. */
export function neighboursOf(home: Home, release: Release): Neighbour[] {
  const others = installedReleases(home).filter((other) => !sameRelease(other, release));
  return nearest(others, release)
    .slice(0, MAX_NEIGHBOURS)
    .flatMap((other) => readNeighbour(home, other) ?? []);
}

/** Neighbours in the version order, those just below and just above first. */
function nearest(others: readonly Release[], release: Release): Release[] {
  const below = others.filter((other) => byVersion(other, release) < 0).reverse();
  const above = others.filter((other) => byVersion(other, release) > 0);
  const ranked: Release[] = [];
  for (let index = 0; index < others.length; index++) {
    ranked.push(...[below[index], above[index]].filter((other) => other !== undefined));
  }
  return ranked;
}

function readNeighbour(home: Home, release: Release): Neighbour | undefined {
  try {
    return { release, entries: parseRecord(readFileSync(recordPath(home, release), "utf8")) };
  } catch {
    return undefined;
  }
}

/** Every release whose manifest holds one of the objects: those are altered when an object is. */
export function holdersOf(home: Home, hashes: ReadonlySet<string>): Release[] {
  return receiptNames(home)
    .flatMap((name) => releaseOfName(name) ?? [])
    .filter((release) =>
      readNeighbour(home, release)?.entries.some((entry) => hashes.has(entry.sha256)),
    );
}
