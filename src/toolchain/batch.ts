/**
 * A span's bytes, cut at entry boundaries into batches of about 1 MiB: many
 * small messages to the workers cost more than a few big ones. Each batch has a
 * buffer of its own, of the size it will have, so that every byte is copied once
 * and the buffer can be handed over.
 */
import type { ToolchainEntry } from "#goproxy/entry.ts";
import type { Span } from "#goproxy/layout.ts";

export interface Batch {
  readonly data: Uint8Array;
  readonly entries: readonly ToolchainEntry[];
  /** Offset of `data` in the zip. */
  readonly start: number;
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly entries: readonly ToolchainEntry[];
}

const BATCH = 1 << 20;

/** The batches of a span, in order; bytes that lie between its entries are dropped. */
export async function* fillBatches(
  span: Span,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Batch> {
  const cuts = cutSpan(span)[Symbol.iterator]();
  let cut = cuts.next().value;
  let data = cut === undefined ? undefined : bufferFor(cut);
  let at = span.start;
  for await (const chunk of chunks) {
    while (cut !== undefined && data !== undefined && at + chunk.length > cut.start) {
      const from = Math.max(0, cut.start - at);
      data.set(chunk.subarray(from, cut.end - at), Math.max(0, at - cut.start));
      if (at + chunk.length < cut.end) break;
      yield { data, entries: cut.entries, start: cut.start };
      cut = cuts.next().value;
      data = cut === undefined ? undefined : bufferFor(cut);
    }
    at += chunk.length;
  }
}

/** Not zeroed first: every byte of it is written before anybody reads it. */
function bufferFor(cut: Cut): Uint8Array {
  return Buffer.allocUnsafeSlow(cut.end - cut.start);
}

function cutSpan(span: Span): Cut[] {
  const cuts: Cut[] = [];
  let first = 0;
  span.entries.forEach((entry, index) => {
    const start = span.entries[first]?.headerOffset ?? span.start;
    const isLast = index === span.entries.length - 1;
    if (!isLast && entry.end - start < BATCH) return;
    cuts.push({ start, end: entry.end, entries: span.entries.slice(first, index + 1) });
    first = index + 1;
  });
  return cuts;
}
