/**
 * A tree grows in staging: what proven neighbours have is linked, the rest is
 * fetched, and the whole is compared with the h1 that the log recorded.
 */
import { rmSync, writeFileSync } from "node:fs";
import { planDelta } from "#goproxy/delta.ts";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { spans } from "#goproxy/layout.ts";
import { GosteadError } from "#model/error.ts";
import { EMPTY, type Sha256 } from "#model/hash.ts";
import type { Manifest } from "#model/manifest.ts";
import type { Release } from "#model/release.ts";
import type { ToolchainZip } from "#source/zip.ts";
import { fileMode } from "#store/object.ts";
import { matches } from "#sumdb/matches.ts";
import type { Expected, Proved } from "#sumdb/proof.ts";
import type { Directory } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { neighboursOf } from "./neighbours.ts";
import type { RecordEntry } from "./record.ts";
import { reuseObjects } from "./reuse.ts";
import { isExecutable } from "./shape.ts";
import { makeDirectories } from "./staging.ts";
import { type Arrived, transfer } from "./transfer.ts";
import type { Workshop } from "./workshop.ts";

/** A gap smaller than this is cheaper to read over than to ask around. */
const GAP = 64 * 1024;

/** One connection's share of bytes: several run at once. */
const PIECE = 16 * 1024 * 1024;

/** A zip whose directory was read, and where its files are to stand. */
export interface Growth {
  readonly release: Release;
  readonly zip: ToolchainZip;
  readonly directory: Directory;
  readonly shop: Workshop;
  readonly engine: Engine;
}

/** What stands in the staging tree, and how it came there. */
export interface Grown {
  readonly entries: readonly ToolchainEntry[];
  readonly hashes: Map<string, Sha256>;
  /** Names of the files that were fetched. */
  readonly fresh: Set<string>;
}

/** Fills the staging tree with every file of the directory; nothing of it is proven yet. */
export async function grow(growth: Growth): Promise<Grown> {
  const { shop, engine, directory } = growth;
  const { entries } = directory;
  makeDirectories(
    shop.staging.tree,
    entries.map((entry) => entry.name),
  );
  const plan = planDelta(entries, neighboursOf(engine.home, growth.release));
  const wanted = plan.fetch.filter((entry) => entry.size > 0);
  const [reused, arrived] = await Promise.all([
    reuseObjects(plan.reuse, shop, engine),
    fetchEntries(wanted, growth),
  ]);
  const late = await fetchEntries(reused.lacking, growth);
  const empty = makeEmptyFiles(growth);
  return {
    entries,
    hashes: new Map([...empty, ...reused.hashes, ...arrived, ...late]),
    fresh: new Set([...arrived.keys(), ...late.keys()]),
  };
}

/** Empty files need no bytes and share no inode (design §5). */
export function makeEmptyFiles({
  directory,
  shop,
}: Pick<Growth, "directory" | "shop">): Map<string, Sha256> {
  const empty = directory.entries.filter((entry) => entry.size === 0);
  for (const { name } of empty) {
    writeFileSync(`${shop.staging.tree}/${name}`, "", {
      flag: "wx",
      mode: fileMode(isExecutable(name)),
    });
  }
  return new Map(empty.map(({ name }) => [name, EMPTY]));
}

/**
 * CRC-32 and size are only a guess at what a neighbour has (security S2): when
 * the h1 differs and anything was reused, that is fetched once before anybody
 * is called a liar. Throws `hash-mismatch`.
 */
export async function settle(
  grown: Grown,
  expected: Expected,
  growth: Growth,
): Promise<Proved<Manifest>> {
  try {
    return matches(manifestOf(grown), expected);
  } catch (error) {
    const guessed = grown.fresh.size < grown.entries.length;
    if (!(error instanceof GosteadError) || error.code !== "hash-mismatch" || !guessed) throw error;
  }
  await refetchReused(grown, growth);
  return matches(manifestOf(grown), expected);
}

async function refetchReused(grown: Grown, growth: Growth): Promise<void> {
  const guessed = grown.entries.filter(({ name, size }) => size > 0 && !grown.fresh.has(name));
  for (const { name } of guessed) rmSync(`${growth.shop.staging.tree}/${name}`);
  const again = await fetchEntries(guessed, growth);
  for (const [name, sha256] of again) {
    grown.hashes.set(name, sha256);
    grown.fresh.add(name);
  }
}

/** Fetches these entries into the staging tree, where their directories must stand. */
export function fetchEntries(
  wanted: readonly ToolchainEntry[],
  { zip, shop, engine }: Pick<Growth, "zip" | "shop" | "engine">,
): Promise<Arrived> {
  const parts = spans(wanted, { gap: GAP, limit: PIECE });
  // A zip that came whole has been counted as it came.
  const { watch } = engine;
  if (zip.ranged) watch.expect(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  const received = zip.ranged ? (bytes: number) => watch.received(bytes) : () => {};
  return transfer(parts, { zip, shop, received });
}

/** The manifest with what its zip said of every file. */
export function recordOf(grown: Grown): RecordEntry[] {
  return grown.entries.map(({ name, size, crc32 }) => {
    const sha256 = grown.hashes.get(name);
    if (sha256 === undefined) {
      throw new GosteadError("internal", `no content arrived for ${JSON.stringify(name)}`);
    }
    return { name, size, crc32, sha256 };
  });
}

function manifestOf(grown: Grown): Manifest {
  return { entries: recordOf(grown) };
}
