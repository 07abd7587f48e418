import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSha256, type Sha256 } from "#model/hash.ts";
import { type NeighbourEntry, planDelta } from "./delta.ts";
import type { ToolchainEntry } from "./entry.ts";

function hash(digit: string): Sha256 {
  const parsed = parseSha256(digit.repeat(64));
  assert.ok(parsed);
  return parsed;
}

function wanted(name: string, size = 3, crc32 = 7): ToolchainEntry {
  const place = { headerOffset: 0, end: 99, compressedSize: size, flags: 8 };
  return { name, zipName: `m@v/${name}`, method: 8, size, crc32, ...place };
}

function had(name: string, sha256: Sha256, { size = 3, crc32 = 7 } = {}): NeighbourEntry {
  return { name, sha256, size, crc32 };
}

test("a file is reused when path, size and CRC-32 agree", () => {
  const entries = [wanted("a"), wanted("b"), wanted("c", 4), wanted("d", 3, 8)];
  const neighbour = { entries: ["a", "c", "d"].map((name) => had(name, hash("1"))) };
  const [a, ...rest] = entries;
  assert.deepEqual(planDelta(entries, [neighbour]), {
    reuse: [{ entry: a, sha256: hash("1") }],
    fetch: rest,
  });
});

test("the same content under another path is fetched", () => {
  const plan = planDelta([wanted("new")], [{ entries: [had("old", hash("1"))] }]);
  assert.equal(plan.fetch.length, 1);
});

test("empty files are always made anew", () => {
  const plan = planDelta(
    [wanted("e", 0, 0)],
    [{ entries: [had("e", hash("1"), { size: 0, crc32: 0 })] }],
  );
  assert.deepEqual(plan.reuse, []);
  assert.equal(plan.fetch.length, 1);
});

test("the first neighbour that fits is taken, the next ones fill its gaps", () => {
  const near = { entries: [had("a", hash("1")), had("b", hash("2"), { crc32: 99 })] };
  const far = { entries: [had("a", hash("3")), had("b", hash("4"))] };
  const { reuse, fetch } = planDelta([wanted("a"), wanted("b")], [near, far]);
  assert.deepEqual(
    reuse.map(({ sha256 }) => sha256),
    [hash("1"), hash("4")],
  );
  assert.deepEqual(fetch, []);
});

test("without neighbours everything is fetched", () => {
  const entries = [wanted("a"), wanted("b")];
  assert.deepEqual(planDelta(entries, []), { reuse: [], fetch: entries });
});
