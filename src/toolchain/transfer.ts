/**
 * Bytes of a zip's entries on their way to the workers: spans are read in
 * parallel and their batches inflated, hashed and written as they arrive.
 */

import type { ToolchainEntry } from "#goproxy/entry.ts";
import type { Span } from "#goproxy/layout.ts";
import { dataOffset } from "#goproxy/zip.ts";
import type { Sha256 } from "#model/hash.ts";
import { sha256OfDigest } from "#model/hash.ts";
import type { ToolchainZip } from "#source/zip.ts";
import type { InflateItem, Timings } from "#store/message.ts";
import type { Pool } from "#store/pool.ts";
import { type Batch, fillBatches } from "./batch.ts";
import { isExecutable } from "./shape.ts";

export interface Transfer {
  readonly zip: ToolchainZip;
  /** New files go below it; their directories exist. */
  readonly tree: string;
  readonly pool: Pool;
  readonly received: (bytes: number) => void;
}

export interface Arrived {
  readonly hashes: Map<string, Sha256>;
  readonly times: Timings;
}

const PARALLEL = 4;

/** Fetches every entry of the spans; the hashes are of what now stands in the tree. */
export async function transfer(spans: readonly Span[], to: Transfer): Promise<Arrived> {
  const arrived: Arrived = { hashes: new Map(), times: { inflate: 0, hash: 0, write: 0, link: 0 } };
  const waiting = [...spans];
  const runOne = async () => {
    for (let span = waiting.shift(); span !== undefined; span = waiting.shift()) {
      await transferSpan(span, to, arrived);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, runOne));
  return arrived;
}

async function transferSpan(span: Span, to: Transfer, arrived: Arrived): Promise<void> {
  const jobs: Promise<void>[] = [];
  for await (const batch of fillBatches(span, counted(span, to))) {
    await to.pool.room();
    const job = inflate(batch, to, arrived);
    job.catch(() => {});
    jobs.push(job);
  }
  await Promise.all(jobs);
}

async function* counted(span: Span, to: Transfer): AsyncGenerator<Uint8Array> {
  for await (const chunk of to.zip.read(span.start, span.end)) {
    to.received(chunk.length);
    yield chunk;
  }
}

async function inflate(batch: Batch, to: Transfer, arrived: Arrived): Promise<void> {
  const items = batch.entries.map((entry) => itemOf(entry, batch));
  const done = await to.pool.run({ kind: "inflate", root: to.tree, data: batch.data, items });
  batch.entries.forEach((entry, index) => {
    arrived.hashes.set(
      entry.name,
      sha256OfDigest(done.hashes.subarray(32 * index, 32 * index + 32)),
    );
  });
  for (const key of ["inflate", "hash", "write", "link"] as const)
    arrived.times[key] += done.times[key];
}

function itemOf(entry: ToolchainEntry, batch: Batch): InflateItem {
  const header = entry.headerOffset - batch.start;
  return {
    offset: header + dataOffset(batch.data.subarray(header), entry),
    compressedSize: entry.compressedSize,
    size: entry.size,
    stored: entry.method === 0,
    crc32: entry.crc32,
    executable: isExecutable(entry.name),
    path: entry.name,
  };
}
