/**
 * Which byte ranges of a zip to ask for. Entries in header order touch, so
 * neighbours that are both needed come in one range, and small gaps between
 * them are cheaper to fetch than another request.
 */
import type { ToolchainEntry } from "./entry.ts";

export interface Span {
  /** First byte. */
  readonly start: number;
  /** Behind the last byte. */
  readonly end: number;
  /** The needed entries inside, in header order; others may lie between. */
  readonly entries: readonly ToolchainEntry[];
}

export interface SpanOptions {
  /** Bytes that nobody needs are fetched along when no more than these lie between two entries. */
  readonly gap: number;
  /** A span ends before it grows longer than this, unless one entry alone is longer. */
  readonly limit?: number;
}

/** Spans in file order that hold every entry of `needed` from its local header to what follows. */
export function spans(
  needed: readonly ToolchainEntry[],
  { gap, limit = Number.POSITIVE_INFINITY }: SpanOptions,
): Span[] {
  const found: { start: number; end: number; entries: ToolchainEntry[] }[] = [];
  for (const entry of needed.toSorted((a, b) => a.headerOffset - b.headerOffset)) {
    const last = found.at(-1);
    const joins =
      last !== undefined && entry.headerOffset - last.end <= gap && entry.end - last.start <= limit;
    if (joins) {
      last.end = entry.end;
      last.entries.push(entry);
    } else {
      found.push({ start: entry.headerOffset, end: entry.end, entries: [entry] });
    }
  }
  return found;
}
