// Proof math against RFC 6962's own recursive definitions, written out below
// without any of the code under test, for every tree size up to 600.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import {
  checkRecord,
  checkTree,
  type Hash,
  parseTree,
  proveRecord,
  proveTree,
  recordHash,
  splitStoredHashIndex,
  storedHashIndex,
  treeHash,
} from "./tlog.ts";

const SIZES = 600;
const RECORDS = Array.from({ length: SIZES }, (_, i) => `record ${i}\n`);

const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const ZERO = Buffer.of(0);
const ONE = Buffer.of(1);

const known = new Map<string, Buffer>();
/** MTH(D[lo:hi]), section 2.1. */
function mth(lo: number, hi: number): Buffer {
  const name = `${lo},${hi}`;
  const found = known.get(name);
  if (found) return found;
  const k = lo + split(hi - lo);
  const made =
    hi === lo
      ? sha("")
      : hi - lo === 1
        ? sha(ZERO, RECORDS[lo]!)
        : sha(ONE, mth(lo, k), mth(k, hi));
  known.set(name, made);
  return made;
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** PATH(m, D[lo:hi]), section 2.1.1. */
function path(m: number, lo: number, hi: number): Buffer[] {
  if (hi - lo === 1) return [];
  const k = split(hi - lo);
  return m < k
    ? [...path(m, lo, lo + k), mth(lo + k, hi)]
    : [...path(m - k, lo + k, hi), mth(lo, lo + k)];
}

/** SUBPROOF(m, D[lo:hi], b), section 2.1.2. */
function subproof(m: number, [lo, hi]: [number, number], whole: boolean): Buffer[] {
  if (m === hi - lo) return whole ? [] : [mth(lo, hi)];
  const k = split(hi - lo);
  return m <= k
    ? [...subproof(m, [lo, lo + k], whole), mth(lo + k, hi)]
    : [...subproof(m - k, [lo + k, hi], false), mth(lo, lo + k)];
}

/** The stored hashes in the order in which appending records completes them. */
const STORED: Buffer[] = [];
const PLACES: { level: number; n: number }[] = [];
for (let i = 0; i < SIZES; i++) {
  for (let level = 0; (i + 1) % 2 ** level === 0; level++) {
    STORED.push(mth(i + 1 - 2 ** level, i + 1));
    PLACES.push({ level, n: (i + 1) / 2 ** level - 1 });
  }
}
const read = (indexes: readonly number[]): Hash[] => indexes.map((index) => STORED[index]!);

const refusal = (code: string) => (error: unknown) =>
  error instanceof GosteadError && error.code === code;
const refused = refusal("bad-proof");
const flipped = (hash: Uint8Array) => Buffer.from(hash).fill(hash[7]! ^ 0x10, 7, 8);

test("stored hashes stand where appending puts them", () => {
  for (const [index, { level, n }] of PLACES.entries()) {
    assert.equal(storedHashIndex(level, n), index);
    assert.deepEqual(splitStoredHashIndex(index), { level, n });
  }
});

test("indexes are exact up to the biggest tree", () => {
  for (const n of [2 ** 31 - 1, 2 ** 32, 2 ** 40 + 12345, 2 ** 49 - 1, 2 ** 50 - 1]) {
    for (const level of [0, 1, 7, 8, 20]) {
      const place = { level, n: Math.floor(n / 2 ** level) - 1 };
      assert.deepEqual(splitStoredHashIndex(storedHashIndex(place.level, place.n)), place);
    }
  }
});

test("tree roots of every size are RFC 6962's", () => {
  for (let size = 0; size <= SIZES; size++) {
    assert.deepEqual(treeHash(size, read), mth(0, size), `size ${size}`);
  }
});

test("inclusion proofs of every size are RFC 6962's, hold, and hold for nothing else", () => {
  for (let size = 1; size <= SIZES; size++) {
    const tree = { size, hash: mth(0, size) };
    const chosen = [
      0,
      1,
      size >> 1,
      size - 2,
      size - 1,
      (size * 7919) % size,
      (size * 31 + 7) % size,
    ];
    for (const record of new Set(chosen.filter((n) => n >= 0 && n < size))) {
      const proof = proveRecord(size, record, read);
      assert.deepEqual(proof, path(record, 0, size), `record ${record} of ${size}`);
      const leaf = recordHash(RECORDS[record]!);
      checkRecord(proof, tree, { record, leaf });
      assert.throws(() => checkRecord(proof, tree, { record, leaf: flipped(leaf) }), refused);
      assert.throws(() => checkRecord([...proof, leaf], tree, { record, leaf }), refused);
      if (proof.length === 0) continue;
      const at = record % proof.length;
      const bent = proof.map((hash, i) => (i === at ? flipped(hash) : hash));
      assert.throws(() => checkRecord(bent, tree, { record, leaf }), refused);
      assert.throws(() => checkRecord(proof.slice(1), tree, { record, leaf }), refused);
      const other = record ^ 1;
      if (other < size)
        assert.throws(() => checkRecord(proof, tree, { record: other, leaf }), refused);
    }
  }
});

test("consistency proofs of every size are RFC 6962's, hold, and hold for nothing else", () => {
  for (let size = 1; size <= SIZES; size++) {
    const tree = { size, hash: mth(0, size) };
    const chosen = [1, 2, 3, size >> 1, split(size), size - 1, size, (size * 7919) % size];
    for (const old of new Set(chosen.filter((n) => n >= 1 && n <= size))) {
      const older = { size: old, hash: mth(0, old) };
      const proof = proveTree(size, old, read);
      assert.deepEqual(proof, subproof(old, [0, size], true), `${old} of ${size}`);
      checkTree(proof, tree, older);
      const bentOld = { size: old, hash: flipped(older.hash) };
      assert.throws(() => checkTree(proof, tree, bentOld), refused);
      const bentTree = { size, hash: flipped(tree.hash) };
      assert.throws(() => checkTree(proof, bentTree, older), refused);
      assert.throws(() => checkTree([...proof, tree.hash], tree, older), refused);
      for (const at of proof.keys()) {
        const bent = proof.map((hash, i) => (i === at ? flipped(hash) : hash));
        assert.throws(() => checkTree(bent, tree, older), refused);
      }
    }
  }
});

test("proofs of what is not in the tree are refused, also with hashes of other lengths", () => {
  const tree = { size: 8, hash: mth(0, 8) };
  const leaf = recordHash(RECORDS[0]!);
  for (const record of [-1, 8, 2 ** 53]) {
    assert.throws(() => proveRecord(8, record, read), refused);
    assert.throws(() => checkRecord([], tree, { record, leaf }), refused);
  }
  for (const old of [-1, 0, 9]) {
    assert.throws(() => proveTree(8, old, read), refused);
    assert.throws(() => checkTree([], tree, { size: old, hash: leaf }), refused);
  }
  const long = [Buffer.alloc(64), mth(2, 4), mth(4, 8)];
  assert.throws(() => checkRecord(long, tree, { record: 0, leaf }), refused);
});

test("a tree head has one spelling", () => {
  const root = "O0jlIxwRb2vZYS1na726XLlaDCtCqKUVLld+AY32AGA=";
  const head = (size: string, hash = root, title = "go.sum database tree") =>
    `${title}\n${size}\n${hash}\n`;
  const tree = parseTree(head("71769961"));
  assert.equal(tree.size, 71769961);
  assert.equal(Buffer.from(tree.hash).toString("base64"), root);
  assert.equal(parseTree(`${head("0")}a later version's line\n`).size, 0);
  assert.equal(parseTree(head("1125899906842624")).size, 2 ** 50);
  const bad = ["-0", "-1", "+1", "01", "00", "", " 1", "1 ", "1e3", "0x1", "1_0", "1.0", "٣"];
  bad.push("1125899906842625", "9007199254740993", "9223372036854775807", "9".repeat(400));
  for (const size of bad) assert.throws(() => parseTree(head(size)), refused, size);
  const hashes = [
    root.slice(0, -1),
    `${root}=`,
    root.replace("GA=", "GB="),
    root.replace("+", "-"),
  ];
  hashes.push("", "AAAA", ` ${root}`, `${root} `, Buffer.alloc(33).toString("base64"));
  for (const hash of hashes) assert.throws(() => parseTree(head("1", hash)), refused, hash);
  for (const title of ["", "go.sum database tree v2", "Go.sum database tree", "example.com/log"]) {
    assert.throws(() => parseTree(head("1", root, title)), refused, title);
  }
  assert.throws(() => parseTree(head("1").trimEnd()), refused);
  assert.throws(() => parseTree("go.sum database tree\n1\n"), refused);
});
