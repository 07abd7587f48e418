/**
 * Files that a proven neighbour already has. The store's bytes are hashed again
 * as they are linked (security S1); what is missing or altered is fetched
 * instead, the altered object goes to quarantine and everybody who holds it is
 * named.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import { releaseName } from "#model/release.ts";
import { keepEvidence } from "#source/evidence.ts";
import type { LinkMethod } from "#store/message.ts";
import { objectName } from "#store/object.ts";
import type { Pool } from "#store/pool.ts";
import type { Engine } from "./engine.ts";
import { holdersOf } from "./neighbours.ts";
import { isExecutable } from "./shape.ts";

export interface Guess {
  readonly entry: ToolchainEntry;
  readonly sha256: Sha256;
}

export interface Reuse {
  readonly tree: string;
  readonly pool: Pool;
  readonly method: LinkMethod;
}

export interface Reused {
  readonly hashes: Map<string, Sha256>;
  /** Entries that the store did not have, or had with other bytes. */
  readonly lacking: readonly ToolchainEntry[];
  /** Object names whose bytes had changed. */
  readonly altered: readonly string[];
}

const BATCH = 512;

export async function reuseObjects(
  guesses: readonly Guess[],
  to: Reuse,
  engine: Engine,
): Promise<Reused> {
  const hashes = new Map<string, Sha256>();
  const lacking: ToolchainEntry[] = [];
  const altered: Guess[] = [];
  const batches = Array.from({ length: Math.ceil(guesses.length / BATCH) }, (_, index) =>
    guesses.slice(index * BATCH, (index + 1) * BATCH),
  );
  await Promise.all(
    batches.map(async (batch) => {
      const items = batch.map(({ entry, sha256 }) => ({
        object: objectOf(entry, sha256),
        path: entry.name,
      }));
      const done = await to.pool.run({
        kind: "link",
        store: engine.home.store,
        root: to.tree,
        method: to.method,
        items,
      });
      const missing = new Set(done.missing);
      batch.forEach((guess, index) => {
        const found = sha256OfDigest(done.hashes.subarray(32 * index, 32 * index + 32));
        if (found === guess.sha256) hashes.set(guess.entry.name, found);
        else lacking.push(guess.entry);
        if (found !== guess.sha256 && !missing.has(index)) altered.push(guess);
      });
    }),
  );
  for (const guess of altered) rmSync(join(to.tree, guess.entry.name));
  const objects = altered.map((guess) => objectOf(guess.entry, guess.sha256));
  if (objects.length > 0) reportAltered(altered, objects, engine);
  return { hashes, lacking, altered: objects };
}

function objectOf(entry: ToolchainEntry, sha256: Sha256): string {
  return objectName({ sha256, executable: isExecutable(entry.name) });
}

function reportAltered(
  guesses: readonly Guess[],
  objects: readonly string[],
  engine: Engine,
): void {
  for (const object of objects) keepEvidence(engine.home, object, join(engine.home.store, object));
  const holders = holdersOf(engine.home, new Set(guesses.map((guess) => guess.sha256)));
  const names = holders.map(releaseName).join(", ");
  const files = guesses.map((guess) => guess.entry.name).join(", ");
  engine.watch.warn(`altered on disk: ${files} of ${names}; run: gostead verify --all --repair`);
}
