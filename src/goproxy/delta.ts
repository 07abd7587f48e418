/**
 * What an install need not fetch: files that a proven neighbour already has.
 * Path, size and CRC-32 of a zip's directory are a guess, easily forged; the
 * toolchain's h1 over the neighbour's own hashes proves it or not (security S1, S2).
 */
import type { Sha256 } from "#model/hash.ts";
import type { ToolchainEntry } from "./entry.ts";

export interface NeighbourEntry {
  readonly name: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly crc32: number;
}

/** A toolchain whose manifest is proven by a log: nothing else may be passed. */
export interface Neighbour {
  readonly entries: readonly NeighbourEntry[];
}

export interface Reuse {
  readonly entry: ToolchainEntry;
  readonly sha256: Sha256;
}

export interface DeltaPlan {
  readonly reuse: readonly Reuse[];
  readonly fetch: readonly ToolchainEntry[];
}

/** Both lists in the order of `entries`; the first neighbour that fits wins. Empty files are never reused. */
export function planDelta(
  entries: readonly ToolchainEntry[],
  neighbours: readonly Neighbour[],
): DeltaPlan {
  const known = indexOf(neighbours);
  const reuse: Reuse[] = [];
  const fetch: ToolchainEntry[] = [];
  for (const entry of entries) {
    const sha256 = entry.size === 0 ? undefined : known.get(keyOf(entry));
    if (sha256 === undefined) fetch.push(entry);
    else reuse.push({ entry, sha256 });
  }
  return { reuse, fetch };
}

function indexOf(neighbours: readonly Neighbour[]): Map<string, Sha256> {
  const known = new Map<string, Sha256>();
  for (const { entries } of neighbours) {
    for (const entry of entries) {
      const key = keyOf(entry);
      if (!known.has(key)) known.set(key, entry.sha256);
    }
  }
  return known;
}

/** No name holds a NUL, so no two files share a key. */
function keyOf({ name, size, crc32 }: { name: string; size: number; crc32: number }): string {
  return `${name}\0${size}\0${crc32}`;
}
