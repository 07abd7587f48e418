// gostead's sumdb room against golang.org/x/mod itself, on generated inputs: what
// we accept Go accepts with the same meaning, and what Go accepts we accept too,
// but for the spellings that we refuse on purpose, which each test names.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import test from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { parseSha256, type Sha256 } from "#model/hash.ts";
import { hash1 } from "#sumdb/dirhash.ts";
import { openNote, parseVerifierKey } from "#sumdb/note.ts";
import { formatTilePath, parseTilePath, type Tile } from "#sumdb/tile.ts";
import {
  checkRecord,
  checkTree,
  type Hash,
  parseTree,
  proveRecord,
  proveTree,
  recordHash,
  storedHashIndex,
  treeHash,
} from "#sumdb/tlog.ts";
import { makeLog } from "../../support/log.ts";

interface GoTile {
  H: number;
  L: number;
  N: number;
  W: number;
}

interface Questions {
  Files?: Record<string, string>[];
  Paths?: string[];
  Tiles?: GoTile[];
  Heads?: string[];
  Keys?: string[];
  Notes?: { Message: string; Keys: string[] }[];
  Proofs?: { Size: number; Record: number; Old: number }[];
}

interface Answers {
  Files: string[];
  Paths: (GoTile | null)[];
  Tiles: string[];
  Heads: ({ N: number; Hash: string } | null)[];
  Keys: (number | null)[];
  Notes: ({ Text: string; Names: string[] } | null)[];
  Proofs: {
    Root: string;
    OldRoot: string;
    Inclusion: string[] | null;
    Consistency: string[] | null;
    Index: number;
  }[];
}

const cwd = fileURLToPath(new URL(".", import.meta.url));
const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly", GOWORK: "off" };

function go(args: readonly string[], input = ""): { ok: boolean; out: string; why: string } {
  const done = spawnSync("go", args, { cwd, env, input, encoding: "utf8", maxBuffer: 1 << 28 });
  return { ok: done.status === 0, out: done.stdout ?? "", why: done.stderr || `${done.error}` };
}

/** Why the comparison cannot be made on this machine; false when it can. */
function missing(): string | false {
  if (!go(["version"]).ok) return "no go command in PATH";
  const { ok, why } = go(["mod", "download"]);
  return ok ? false : `golang.org/x/mod is not to be had: ${why.trim().split("\n").at(-1)}`;
}

const skip = missing();
const seed = Date.now() % 2 ** 31;

function askGo(questions: Questions): Answers {
  const { ok, out, why } = go(["run", "."], JSON.stringify(questions));
  assert.ok(ok, why);
  return JSON.parse(out);
}

function sample<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] {
  return fc.sample(arbitrary, { seed, numRuns });
}

/** Ours, or undefined when we refuse. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof GosteadError, String(error));
    return undefined;
  }
}

/** A valid text, written over in a few places by what its format makes much of. */
function near(valid: string, puts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(valid.length),
    drop: fc.nat(2),
    put: fc.constantFrom("", ...puts),
  });
  return fc
    .array(change, { maxLength: 2 })
    .map((changes) =>
      changes.reduce(
        (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
        valid,
      ),
    );
}

const canonical = (base64: string) => Buffer.from(base64, "base64").toString("base64") === base64;
const base64 = (hashes: readonly Hash[]) =>
  hashes.map((hash) => Buffer.from(hash).toString("base64"));

test("h1: the same, and refused is what Go refuses or security S3", { skip }, () => {
  const name = fc.oneof(
    fc.constantFrom(
      "bin/go",
      "a",
      "a/b",
      "A",
      "é",
      "VERSION",
      "x\ny",
      "a b",
      "\u{1f600}",
      "\u{fffd}",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  );
  const files = sample(fc.dictionary(name, fc.string(), { maxKeys: 8 }), 400);
  const prefix = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/";
  const asked = files.map((list) =>
    Object.fromEntries(Object.entries(list).map(([key, content]) => [prefix + key, content])),
  );
  const { Files } = askGo({ Files: asked });
  let same = 0;
  for (const [i, list] of files.entries()) {
    const lines = Object.entries(list).map(([key, content]) => ({
      name: key,
      sha256: sha(content),
    }));
    const ours = attempt(() => hash1(lines, prefix));
    if (Files[i] === "") assert.equal(ours, undefined, JSON.stringify(list));
    if (ours !== undefined) assert.equal(ours, Files[i], JSON.stringify(list));
    if (ours !== undefined) same++;
  }
  assert.ok(same > 50, `${same} compared, seed ${seed}`);
});

function sha(content: string): Sha256 {
  const hash = parseSha256(createHash("sha256").update(content).digest("hex"));
  assert.ok(hash);
  return hash;
}

test("tile paths: written the same, read the same", { skip }, () => {
  const tiles = sample(
    fc.record({
      level: fc.nat(6),
      n: fc.oneof(fc.nat(2000), fc.nat({ max: 2 ** 42 })),
      width: fc.integer({ min: 1, max: 256 }),
    }),
    500,
  );
  const puts = ["0", "x", "/", "00", ".p", "-", "+", "256", "data", "x000/", " "];
  const valid = fc.constantFrom(...tiles.slice(0, 50).map(formatTilePath));
  const paths = [
    ...tiles.map(formatTilePath),
    ...sample(
      valid.chain((path) => near(path, puts)),
      1500,
    ),
  ];
  const asGo = ({ level, n, width }: Tile): GoTile => ({ H: 8, L: level, N: n, W: width });
  const { Tiles, Paths } = askGo({ Tiles: tiles.map(asGo), Paths: paths });
  assert.deepEqual(tiles.map(formatTilePath), Tiles);
  for (const [i, path] of paths.entries()) {
    const ours = attempt(() => parseTilePath(path));
    const theirs = Paths[i] ?? null;
    // Tiles of one height, hashes only, no deeper than any tree we accept.
    const fits = theirs?.H === 8 && theirs.L >= 0 && theirs.L <= 6 && theirs.N < 2 ** 50;
    assert.deepEqual(ours ? asGo(ours) : null, fits ? theirs : null, path);
  }
});

test("tree heads: read the same, but for spellings of base64 and sizes above 2^50", {
  skip,
}, () => {
  const head = (size: string) =>
    `go.sum database tree\n${size}\nO0jlIxwRb2vZYS1na726XLlaDCtCqKUVLld+AY32AGA=\n`;
  const puts = ["\n", "0", "-", "=", "+", " ", "\r", "A", "9"];
  const sizes = ["0", "71769961", "1125899906842624", "1125899906842625", "9223372036854775807"];
  const heads = [
    ...[...sizes, "9223372036854775808", "-0", "00"].map(head),
    ...sample(near(head("71769961"), puts), 2000),
  ];
  const { Heads } = askGo({ Heads: heads });
  for (const [i, text] of heads.entries()) {
    const ours = attempt(() => parseTree(text));
    const theirs = Heads[i] ?? null;
    const [, , root = ""] = text.split("\n");
    const onPurpose = theirs !== null && (theirs.N > 2 ** 50 || !canonical(root));
    const mine = ours && { N: ours.size, Hash: Buffer.from(ours.hash).toString("base64") };
    assert.deepEqual(mine ?? null, onPurpose ? null : theirs, JSON.stringify(text));
  }
});

test("verifier keys: the same ones, but for spellings of base64", { skip }, () => {
  const key = makeLog({ name: "sum.example", seed: "differential" }).verifierKey;
  const keys = [
    key,
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    ...sample(near(key, ["+", "=", "A", " ", "\u00a0", "\ufeff", "0", "_", "é", "\n"]), 1500),
  ];
  const { Keys } = askGo({ Keys: keys });
  for (const [i, text] of keys.entries()) {
    const ours = attempt(() => parseVerifierKey(text));
    const theirs = Keys[i] ?? null;
    const onPurpose = !canonical(text.split("+").slice(2).join("+"));
    assert.equal(ours?.hash ?? null, onPurpose ? null : theirs, JSON.stringify(text));
  }
});

test("notes: opened the same, but for spellings of base64 and repeated signatures", {
  skip,
}, () => {
  const [ada, bob] = ["ada.example", "bob.example"].map((name) => makeLog({ name, seed: name }));
  assert.ok(ada && bob);
  const text = "a text\n\nof two parts\n";
  const signature = (note: string) => note.slice(note.lastIndexOf("\n\n") + 2);
  const both = ada.sign(text) + signature(bob.sign(text));
  const puts = [
    "\n",
    "\n\n",
    "— ",
    " ",
    "=",
    "A",
    "\0",
    "\t",
    "\u007f",
    "é",
    "\u00a0",
    signature(both),
  ];
  const messages = [
    both,
    ada.sign(text) + signature(bob.sign("other\n")),
    ...sample(near(both, puts), 2000),
    ...sample(near(ada.sign(text), puts), 500),
  ];
  const sets = [[ada.verifierKey], [bob.verifierKey], [ada.verifierKey, bob.verifierKey], []];
  const questions = messages.map((message, i) => ({ message, keys: sets[i % 4] ?? [] }));
  const { Notes } = askGo({
    Notes: questions.map(({ message, keys }) => ({
      Message: Buffer.from(message).toString("base64"),
      Keys: keys,
    })),
  });
  let opened = 0;
  for (const [i, { message, keys }] of questions.entries()) {
    const ours = attempt(() => openNote(message, keys.map(parseVerifierKey)));
    const theirs = Notes[i] ?? null;
    const lines = signature(message)
      .split("\n")
      .map((line) => line.split(" "));
    const names = lines.map(([, name]) => name);
    const onPurpose =
      lines.some(([, , encoded = ""]) => !canonical(encoded)) || new Set(names).size < names.length;
    if (ours === undefined && onPurpose) continue;
    const mine = ours && { Text: ours.text, Names: ours.signatures.map(({ name }) => name) };
    assert.deepEqual(mine ?? null, theirs, JSON.stringify(message));
    if (ours) opened++;
  }
  assert.ok(opened > 20, `${opened} opened, seed ${seed}`);
});

test("roots, proofs and indexes: the same for trees of many sizes", { skip }, () => {
  const sizes = [...Array(40).keys()].map((n) => n + 1).concat(255, 256, 257, 511, 512, 513, 1000);
  const questions = sample(
    fc.constantFrom(...sizes).chain((size) =>
      fc.record({
        Size: fc.constant(size),
        Record: fc.nat(size - 1),
        Old: fc.integer({ min: 1, max: size }),
      }),
    ),
    300,
  );
  const { Proofs } = askGo({ Proofs: questions });
  const log = makeLog({ name: "records.example", seed: "records" });
  for (let n = 0; n < 1000; n++) log.add(String(n));
  const leaf = (n: number) => recordHash(String(n));
  const stored = new Map<number, Hash>();
  for (let level = 0; level <= 9; level++) {
    const width = 2 ** level;
    for (let n = 0; (n + 1) * width <= 1000; n++) {
      const parts = Array.from({ length: width }, (_, i) => leaf(n * width + i));
      stored.set(storedHashIndex(level, n), fold(parts));
    }
  }
  const read = (indexes: readonly number[]) => indexes.map((index) => stored.get(index)!);
  for (const [i, { Size, Record, Old }] of questions.entries()) {
    const theirs = Proofs[i]!;
    const hashes = (list: string[] | null) =>
      (list ?? []).map((text) => Buffer.from(text, "base64"));
    const tree = { size: Size, hash: Buffer.from(theirs.Root, "base64") };
    const old = { size: Old, hash: Buffer.from(theirs.OldRoot, "base64") };
    assert.deepEqual(base64([treeHash(Size, read), treeHash(Old, read)]), [
      theirs.Root,
      theirs.OldRoot,
    ]);
    assert.deepEqual(base64(proveRecord(Size, Record, read)), theirs.Inclusion ?? []);
    assert.deepEqual(base64(proveTree(Size, Old, read)), theirs.Consistency ?? []);
    checkRecord(hashes(theirs.Inclusion), tree, { record: Record, leaf: leaf(Record) });
    checkTree(hashes(theirs.Consistency), tree, old);
    assert.equal(storedHashIndex(0, Record), theirs.Index);
  }
});

/** Root of a power of two of hashes. */
function fold(hashes: readonly Hash[]): Hash {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  const half = hashes.length / 2;
  const pair = [Buffer.of(1), fold(hashes.slice(0, half)), fold(hashes.slice(half))];
  return createHash("sha256").update(Buffer.concat(pair)).digest();
}
