import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { type Span, spans } from "#goproxy/layout.ts";
import { fillBatches } from "./batch.ts";

const MIB = 1 << 20;

/** Entries of these lengths, each behind a gap of bytes that nobody wants. */
function entriesOf(lengths: readonly number[], gaps: readonly number[] = []): ToolchainEntry[] {
  let at = 1000;
  return lengths.map((length, index) => {
    const headerOffset = at + (gaps[index] ?? 0);
    at = headerOffset + length;
    const name = `f${index}`;
    const sizes = { compressedSize: length, size: length, crc32: 0, flags: 0 };
    return { name, zipName: name, method: 0, headerOffset, end: at, ...sizes };
  });
}

function onlySpan(entries: readonly ToolchainEntry[]): Span {
  const [span, ...more] = spans(entries, { gap: 1e9 });
  assert.ok(span !== undefined && more.length === 0);
  return span;
}

/** The byte of the zip at an offset: each place can be told from its neighbours. */
const byteAt = (offset: number) => (offset * 7 + (offset >> 8)) % 251;

/** The span's bytes in pieces of these lengths, over and over. */
async function* pieces({ start, end }: Span, lengths: readonly number[]) {
  let turn = 0;
  for (let at = start; at < end; ) {
    const length = Math.min(lengths[turn++ % lengths.length] ?? 1, end - at);
    yield Uint8Array.from({ length }, (_, index) => byteAt(at + index));
    at += length;
  }
}

interface Filled {
  readonly start: number;
  readonly names: readonly string[];
  readonly data: Uint8Array;
}

async function filled(span: Span, chunks: AsyncIterable<Uint8Array>): Promise<Filled[]> {
  const batches: Filled[] = [];
  for await (const { start, entries, data } of fillBatches(span, chunks)) {
    batches.push({ start, names: entries.map(({ name }) => name), data: Uint8Array.from(data) });
  }
  return batches;
}

/** Every entry once, in order, and each batch the zip's own bytes at its place. */
function assertRight(span: Span, batches: readonly Filled[]): void {
  assert.deepEqual(
    batches.flatMap(({ names }) => names),
    span.entries.map(({ name }) => name),
  );
  let next = 0;
  for (const { start, names, data } of batches) {
    const own = span.entries.slice(next, next + names.length);
    next += names.length;
    assert.equal(start, own[0]?.headerOffset);
    assert.equal(data.length, (own.at(-1)?.end ?? 0) - start);
    for (const index of [0, data.length >> 1, data.length - 1]) {
      assert.equal(data[index], byteAt(start + index), `byte ${index} of ${names}`);
    }
    assert.ok(data.every((byte, index) => byte === byteAt(start + index)));
  }
}

test("any chunks give the same batches, and those are the zip's bytes", async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  const gaps = fc.array(fc.nat(90), { maxLength: 12 });
  const chunking = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(lengths, gaps, chunking, async (sizes, between, chunks) => {
      const span = onlySpan(entriesOf(sizes, between));
      const whole = await filled(span, pieces(span, [1e9]));
      assertRight(span, whole);
      assert.deepEqual(await filled(span, pieces(span, chunks)), whole);
    }),
    { numRuns: 60 },
  );
});

test("chunks may be empty, and end just where an entry does", async () => {
  const span = onlySpan(entriesOf([100, 200, 300]));
  const withEmpty = async function* () {
    for await (const chunk of pieces(span, [100, 200])) {
      yield new Uint8Array(0);
      yield chunk;
      yield new Uint8Array(0);
    }
  };
  assertRight(span, await filled(span, withEmpty()));
});

test("a batch ends with the entry that makes it a MiB; the last one with the span", async () => {
  const third = Math.ceil(MIB / 3);
  const span = onlySpan(entriesOf([third, third, third, 10, 2 * MIB, 20, 30]));
  const batches = await filled(span, pieces(span, [65_536]));
  assertRight(span, batches);
  assert.deepEqual(
    batches.map(({ names }) => names.length),
    [3, 2, 2],
  );
});

test("each batch has a buffer of its own that holds nothing else, so that it can be handed over", async () => {
  const span = onlySpan(entriesOf([10, MIB, 10]));
  const buffers = new Set<ArrayBufferLike>();
  for await (const { data } of fillBatches(span, pieces(span, [999]))) {
    assert.equal(data.byteLength, data.buffer.byteLength);
    buffers.add(data.buffer);
  }
  assert.equal(buffers.size, 2);
});

test("a stream that ends early gives no half batch", async () => {
  const span = onlySpan(entriesOf([100, MIB, 50]));
  const cut = async function* () {
    yield* pieces({ ...span, end: span.start + MIB }, [4096]);
  };
  assert.deepEqual(await filled(span, cut()), []);
});
