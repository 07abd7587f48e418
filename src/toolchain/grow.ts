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
import type { Timings } from "#store/message.ts";
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
  readonly times: Timings;
}

export async function grow(growth: Growth): Promise<Grown> {
  const { shop, engine, directory } = growth;
  const { entries } = directory;
  makeDirectories(
    shop.staging.tree,
    entries.map((entry) => entry.name),
  );
  const plan = planDelta(entries, neighboursOf(engine.home, growth.release));
  const reuse = { tree: shop.staging.tree, pool: shop.pool, method: shop.method };
  const wanted = plan.fetch.filter((entry) => entry.size > 0);
  const [reused, arrived] = await Promise.all([
    reuseObjects(plan.reuse, reuse, engine),
    fetchEntries(wanted, growth),
  ]);
  const late = await fetchEntries(reused.lacking, growth);
  const empty = makeEmptyFiles(growth);
  return {
    entries,
    hashes: new Map([...empty, ...reused.hashes, ...arrived.hashes, ...late.hashes]),
    fresh: new Set([...wanted, ...reused.lacking].map((entry) => entry.name)),
    times: arrived.times,
  };
}

/** Empty files need no bytes and share no inode (security, design §5). */
function makeEmptyFiles({ directory, shop }: Growth): Map<string, Sha256> {
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
  for (const [name, sha256] of again.hashes) {
    grown.hashes.set(name, sha256);
    grown.fresh.add(name);
  }
}

export function fetchEntries(wanted: readonly ToolchainEntry[], growth: Growth): Promise<Arrived> {
  const { zip, shop, engine } = growth;
  const parts = spans(wanted, { gap: GAP, limit: PIECE });
  if (zip.ranged) engine.watch.expect(parts.reduce((sum, { start, end }) => sum + end - start, 0));
  const received = (bytes: number) => zip.ranged && engine.watch.received(bytes);
  return transfer(parts, { zip, tree: shop.staging.tree, pool: shop.pool, received });
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
