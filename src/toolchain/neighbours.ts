/** Installed releases whose files a new one may share: the nearest versions first. */
import type { Home } from "#host/paths.ts";
import { type Release, sameRelease } from "#model/release.ts";
import { byVersion, installedReleases } from "./installed.ts";
import { recordIfReadable } from "./need.ts";
import type { RecordEntry } from "./record.ts";

/** More neighbours than this find hardly more files and cost a parse each. */
const MAX_NEIGHBOURS = 3;

export interface Neighbour {
  readonly release: Release;
  readonly entries: readonly RecordEntry[];
}

/**
 * What a neighbour has is a hint that the new release's h1 confirms or not (security
 * S2). A damaged manifest gives none: `verify` reports it, an install does without.
 */
export function neighboursOf(home: Home, release: Release): Neighbour[] {
  const others = installedReleases(home).filter((other) => !sameRelease(other, release));
  return nearest(others, release)
    .slice(0, MAX_NEIGHBOURS)
    .map((other) => ({ release: other, entries: recordIfReadable(home, other) }));
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
