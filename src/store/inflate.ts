/**
 * New files from compressed bytes. The zip is an attacker's until its h1 is
 * proven: output is cut at the size the directory announced, and nothing that
 * exists is ever opened for writing.
 */
import { hash } from "node:crypto";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import { GosteadError } from "#model/error.ts";
import type { InflateItem, Job, OutcomeOf, Timings } from "./message.ts";
import { fileMode } from "./object.ts";

type InflateJob = Extract<Job, { kind: "inflate" }>;

/** Smallest output buffer: zlib refuses fewer than 64 bytes. */
const MIN_CHUNK = 64;

/** Writes every item below `job.root`; throws GosteadError `bad-zip` when size or CRC differ. */
export function inflateAll(job: InflateJob): OutcomeOf<InflateJob> {
  const hashes = new Uint8Array(32 * job.items.length);
  const times: Timings = { inflate: 0, hash: 0, write: 0, link: 0 };
  job.items.forEach((item, index) => {
    const t0 = performance.now();
    const content = contentOf(job.data, item);
    const t1 = performance.now();
    hashes.set(hash("sha256", content, "buffer"), 32 * index);
    const t2 = performance.now();
    writeNew(`${job.root}/${item.path}`, content, fileMode(item.executable));
    times.inflate += t1 - t0;
    times.hash += t2 - t1;
    times.write += performance.now() - t2;
    if (!item.stored) release(content);
  });
  release(job.data);
  return { kind: "inflate", hashes, times };
}

/**
 * Frees bytes that nobody reads again now, not when the collector comes by: the
 * next file gets the same warm memory (a third of the peak, a tenth of the CPU).
 */
function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

function contentOf(data: Uint8Array, item: InflateItem): Uint8Array {
  const packed = data.subarray(item.offset, item.offset + item.compressedSize);
  const content = item.stored ? packed : unpack(packed, item);
  if (content.length !== item.size) {
    throw refusal(item, `expected ${item.size} bytes, got ${content.length}`);
  }
  const crc = crc32(content);
  if (crc !== item.crc32) {
    throw refusal(item, `expected CRC-32 ${hex(item.crc32)}, got ${hex(crc)}`);
  }
  return content;
}

function unpack(packed: Uint8Array, item: InflateItem): Uint8Array {
  const chunkSize = Math.max(MIN_CHUNK, item.size + 1);
  try {
    return inflateRawSync(packed, { chunkSize, maxOutputLength: chunkSize });
  } catch (cause) {
    throw refusal(item, "its compressed data is damaged or longer than announced", cause);
  }
}

function refusal(item: InflateItem, why: string, cause?: unknown): GosteadError {
  return new GosteadError("bad-zip", `zip entry ${JSON.stringify(item.path)}: ${why}`, {
    fix: "the source sent a damaged or forged zip: try another GOPROXY",
    cause,
  });
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** O_EXCL: a file that is already there is somebody else's, never to be written in place. */
export function writeNew(path: string, content: Uint8Array, mode: number): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const fd = openSync(path, flags, mode);
  try {
    for (let done = 0; done < content.length; ) {
      done += writeSync(fd, content, done, content.length - done);
    }
  } finally {
    closeSync(fd);
  }
}
