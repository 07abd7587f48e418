/**
 * Files that a neighbour already has. The store's bytes are hashed again as they
 * are linked (security S1); what is missing or altered is fetched instead.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Reuse as Guess } from "#goproxy/delta.ts";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import { batchesOf } from "#store/batch.ts";
import { quarantineAltered } from "./altered.ts";
import type { Engine } from "./engine.ts";
import { objectOf } from "./need.ts";
import type { RecordEntry } from "./record.ts";
import { noteTimes, type Workshop } from "./workshop.ts";

export interface Reused {
  readonly hashes: Map<string, Sha256>;
  /** Entries that the store did not have, or had with other bytes. */
  readonly lacking: readonly ToolchainEntry[];
}

/** Links what the store has into the staging tree; altered objects leave the store and are reported. */
export async function reuseObjects(
  guesses: readonly Guess[],
  shop: Workshop,
  engine: Engine,
): Promise<Reused> {
  const wanted = guesses.map((guess) => ({ ...guess, name: guess.entry.name }));
  const batches = await Promise.all(
    batchesOf(wanted).map((batch) => linkBatch(batch, shop, engine)),
  );
  const found = batches.flat();
  const altered = found.filter(({ outcome }) => outcome === "altered").map(({ item }) => item);
  for (const { name } of altered) rmSync(join(shop.staging.tree, name), { force: true });
  quarantineAltered(altered, engine);
  const reused = found.filter(({ outcome }) => outcome === "same");
  return {
    hashes: new Map(reused.map(({ item: { name, sha256 } }) => [name, sha256])),
    lacking: found.filter(({ outcome }) => outcome !== "same").map(({ item }) => item.entry),
  };
}

export interface Linked<T> {
  readonly item: T;
  readonly outcome: "same" | "missing" | "altered";
}

/** Links objects into the staging tree and says of each what stands there now. */
export async function linkBatch<T extends Wanted>(
  batch: readonly T[],
  { staging, pool, method, times }: Workshop,
  { home }: Engine,
): Promise<Linked<T>[]> {
  const items = batch.map((item) => ({ object: objectOf(item), path: item.name }));
  const done = await pool.run({
    kind: "link",
    store: home.store,
    root: staging.tree,
    method,
    items,
  });
  noteTimes(times, done.times);
  const missing = new Set(done.missing);
  return batch.map((item, index) => {
    const got = sha256OfDigest(done.hashes.subarray(32 * index, 32 * index + 32));
    if (got === item.sha256) return { item, outcome: "same" };
    return { item, outcome: missing.has(index) ? "missing" : "altered" };
  });
}

type Wanted = Pick<RecordEntry, "name" | "sha256">;
