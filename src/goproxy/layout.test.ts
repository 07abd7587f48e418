import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ToolchainEntry } from "./entry.ts";
import { spans } from "./layout.ts";

/** Entries of the given lengths, one behind the other from byte 0. */
function laid(lengths: readonly number[]): ToolchainEntry[] {
  let at = 0;
  return lengths.map((length, index) => {
    const name = `f${index}`;
    const numbers = {
      flags: 8,
      crc32: 0,
      compressedSize: 1,
      size: 1,
      headerOffset: at,
      end: at + length,
    };
    at += length;
    return { name, zipName: `m@v/${name}`, method: 8, ...numbers };
  });
}

const pick = (all: readonly ToolchainEntry[], ...indexes: number[]) =>
  all.filter((_, index) => indexes.includes(index));

test("neighbours come in one span", () => {
  const all = laid([10, 20, 30]);
  assert.deepEqual(spans(all, { gap: 0 }), [{ start: 0, end: 60, entries: all }]);
});

test("what lies between is fetched along only when it is no longer than the gap", () => {
  const all = laid([10, 20, 30]);
  const needed = pick(all, 0, 2);
  assert.deepEqual(spans(needed, { gap: 20 }), [{ start: 0, end: 60, entries: needed }]);
  assert.deepEqual(spans(needed, { gap: 19 }), [
    { start: 0, end: 10, entries: pick(all, 0) },
    { start: 30, end: 60, entries: pick(all, 2) },
  ]);
});

test("a span ends at its limit, but no entry is cut", () => {
  const all = laid([10, 20, 30, 100]);
  const found = spans(all, { gap: 0, limit: 50 }).map(({ start, end }) => [start, end]);
  assert.deepEqual(found, [
    [0, 30],
    [30, 60],
    [60, 160],
  ]);
});

test("the order of what is needed does not matter, and nothing needs nothing", () => {
  const all = laid([10, 20, 30]);
  assert.deepEqual(spans(all.toReversed(), { gap: 0 }), [{ start: 0, end: 60, entries: all }]);
  assert.deepEqual(spans([], { gap: 9 }), []);
});

test("spans hold every needed entry once, in order, apart by more than the gap", () => {
  const given = fc.record({
    lengths: fc.array(fc.integer({ min: 31, max: 5000 }), { maxLength: 60 }),
    gap: fc.nat(6000),
    limit: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined }),
    keep: fc.infiniteStream(fc.boolean()),
  });
  fc.assert(
    fc.property(given, ({ lengths, gap, limit, keep }) => {
      const needed = laid(lengths).filter(() => keep.next().value);
      const found = spans(needed, { gap, ...(limit === undefined ? {} : { limit }) });
      assert.deepEqual(
        found.flatMap(({ entries }) => entries),
        needed,
      );
      for (const [index, { start, end, entries }] of found.entries()) {
        assert.equal(start, entries[0]?.headerOffset);
        assert.equal(end, entries.at(-1)?.end);
        assert.ok(limit === undefined || end - start <= limit || entries.length === 1);
        const next = found[index + 1];
        if (next === undefined) continue;
        const isFull = limit !== undefined && (next.entries[0]?.end ?? 0) - start > limit;
        assert.ok(next.start - end > gap || isFull);
      }
    }),
  );
});
