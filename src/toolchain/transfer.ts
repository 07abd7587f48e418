/**
 * Bytes of a zip's entries on their way to the workers: spans are read in
 * parallel, cut at entry boundaries into batches of about 1 MiB (many small
 * messages cost more than a few big ones) and inflated, hashed and written as
 * they arrive.
 */

import type { ToolchainEntry } from "#goproxy/entry.ts";
import type { Span } from "#goproxy/layout.ts";
import { dataOffset } from "#goproxy/zip.ts";
import type { Sha256 } from "#model/hash.ts";
import { sha256OfDigest } from "#model/hash.ts";
import type { ToolchainZip } from "#source/zip.ts";
import type { InflateItem, Timings } from "#store/message.ts";
import type { Pool } from "#store/pool.ts";
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

const BATCH = 1 << 20;
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
  for await (const batch of batchesOf(span, counted(span, to))) {
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

interface Batch {
  readonly data: Uint8Array;
  readonly entries: readonly ToolchainEntry[];
  /** Offset of `data` in the zip. */
  readonly start: number;
}

/** Cuts a span's bytes into batches of whole entries; entry regions reach to the next header. */
async function* batchesOf(span: Span, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Batch> {
  const ends = span.entries.map((entry) => entry.end);
  let first = 0;
  let start = span.start;
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    const enough = Math.min(Math.max(start + BATCH, ends[first] ?? 0), span.end);
    if (start + length < enough) continue;
    let next = first;
    while (next < ends.length && (ends[next] ?? 0) <= start + length) next++;
    const cut = (ends[next - 1] ?? start) - start;
    const whole = Buffer.concat(parts, length);
    yield {
      data: ownCopy(whole.subarray(0, cut)),
      entries: span.entries.slice(first, next),
      start,
    };
    parts = [ownCopy(whole.subarray(cut))];
    length -= cut;
    start += cut;
    first = next;
  }
}

/** Bytes with a buffer of their own, which can be handed to a worker. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
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
