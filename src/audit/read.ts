/** The log's events in order, as a stream, each proved by its own hash alone; `verify` proves the whole. */
import { type Entry, HEADER, parseLine } from "./format.ts";
import { linesOf } from "./lines.ts";

export interface Row {
  /** From 1. */
  readonly line: number;
  /** Undefined for a line that is no event. */
  readonly entry: Entry | undefined;
}

/** The events among the first `size` bytes. A line that a writer has not finished is left out. */
export async function* entriesOf(path: string, size: number): AsyncGenerator<Row> {
  let line = 0;
  for await (const { lines, torn } of linesOf(path, size)) {
    if (torn) return;
    for (const text of lines) {
      line += 1;
      if (line > 1 || text !== HEADER) yield { line, entry: parseLine(text) };
    }
  }
}
