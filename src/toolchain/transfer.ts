/**
 * Bytes of a zip's entries on their way to the workers: spans are read in
 * parallel and their batches inflated, hashed and written as they arrive.
 */
import type { ToolchainEntry } from "#goproxy/entry.ts";
import type { Span } from "#goproxy/layout.ts";
import { dataOffset } from "#goproxy/zip.ts";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import type { ToolchainZip } from "#source/zip.ts";
import type { InflateItem } from "#store/message.ts";
import { type Batch, fillBatches } from "./batch.ts";
import { isExecutable } from "./shape.ts";
import { noteTimes, type Workshop } from "./workshop.ts";

export interface Transfer {
  readonly zip: ToolchainZip;
  /** New files go into its staging tree; their directories exist. */
  readonly shop: Workshop;
  readonly received: (bytes: number) => void;
}

/** Hashes of what was written, by name below GOROOT. */
export type Arrived = Map<string, Sha256>;

/** Connections at once: one alone does not fill a long line. */
const PARALLEL = 4;

/** Fetches every entry of the spans; the hashes are of what now stands in the tree. */
export async function transfer(spans: readonly Span[], to: Transfer): Promise<Arrived> {
  const arrived: Arrived = new Map();
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
    await to.shop.pool.room();
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

async function inflate(batch: Batch, { shop }: Transfer, arrived: Arrived): Promise<void> {
  const items = batch.entries.map((entry) => itemOf(entry, batch));
  const root = shop.staging.tree;
  const done = await shop.pool.run({ kind: "inflate", root, data: batch.data, items });
  noteTimes(shop.times, done.times);
  batch.entries.forEach(({ name }, index) => {
    arrived.set(name, sha256OfDigest(done.hashes.subarray(32 * index, 32 * index + 32)));
  });
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
