// Whatever bytes come, a parser gives a value or a GosteadError, nothing else, and
// what it accepts it would write the same way.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { sha256OfDigest } from "#model/hash.ts";
import { makeLog } from "../../test/support/log.ts";
import { serveRecorded } from "../../test/support/logops.ts";
import { hash1 } from "./dirhash.ts";
import { parseGosumdb, SUM_GOLANG_ORG } from "./keys.ts";
import { openNote, parseVerifierKey } from "./note.ts";
import type { LogProof } from "./proof.ts";
import { recheck } from "./recheck.ts";
import { parseLookup, recordedRelease } from "./record.ts";
import { authenticateTiles, formatTilePath, parseTilePath, planTiles } from "./tile.ts";
import { parseTree, storedHashIndex } from "./tlog.ts";

const RUNS = { numRuns: 500 };

/** The value, or undefined for a GosteadError; any other error fails the test. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    assert.ok(error instanceof GosteadError, String(error));
    return undefined;
  }
}

const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

/** A valid text cut, doubled, and written over in a few places. */
function near(valid: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(valid.length),
    drop: fc.nat(3),
    put: fc.oneof(
      fc.constantFrom("\n", "\n\n", " ", "+", "-", "0", "=", "— ", "/", "x", ".p/", "\0", "\ud800"),
      fc.string({ maxLength: 4 }),
    ),
  });
  return fc
    .array(change, { maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
        valid,
      ),
    );
}

const log = makeLog({ name: "fuzz.example", seed: "fuzz" });
log.fill(300);
const KEY = parseVerifierKey(log.verifierKey);

test("notes", () => {
  const note = log.sign("a text\n\nof two parts\n");
  const sources = fc.oneof(
    texts,
    near(note),
    fc.uint8Array(),
    near(note).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(sources, (source) => {
      const opened = attempt(() => openNote(source, [KEY]));
      if (opened) assert.ok(Buffer.from(source).toString().startsWith(`${opened.text}\n— `));
      if (opened) assert.equal(opened.text, "a text\n\nof two parts\n");
    }),
    RUNS,
  );
});

test("verifier keys and GOSUMDB", () => {
  fc.assert(
    fc.property(fc.oneof(texts, near(SUM_GOLANG_ORG)), (text) => {
      const key = attempt(() => parseVerifierKey(text));
      if (key) assert.equal(key.text.toLowerCase(), text.toLowerCase());
    }),
    RUNS,
  );
  const settings = fc.oneof(
    texts,
    near(`${SUM_GOLANG_ORG} https://a.example/x`),
    near("sum.golang.org"),
  );
  fc.assert(
    fc.property(settings, (text) => {
      const found = attempt(() => parseGosumdb(text));
      if (found?.kind === "log") assert.ok(!/\.\.|\s/.test(found.name));
    }),
    RUNS,
  );
});

test("tree heads", () => {
  const head = "go.sum database tree\n71769961\nO0jlIxwRb2vZYS1na726XLlaDCtCqKUVLld+AY32AGA=\n";
  fc.assert(
    fc.property(fc.oneof(texts, near(head)), (text) => {
      const tree = attempt(() => parseTree(text));
      const root = tree && Buffer.from(tree.hash).toString("base64");
      if (tree) assert.ok(text.startsWith(`go.sum database tree\n${tree.size}\n${root}\n`));
    }),
    RUNS,
  );
});

test("lookup answers", () => {
  const answer = Buffer.from(
    serveRecorded("/lookup/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64") ?? [],
  ).toString();
  const sources = fc.oneof(
    fc.uint8Array(),
    fc.oneof(texts, near(answer)).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(sources, (bytes) => {
      const lookup = attempt(() => parseLookup(bytes));
      if (lookup === undefined) return;
      const { record, recordText, signedHead } = lookup;
      assert.deepEqual(Buffer.from(`${record}\n${recordText}\n${signedHead}`), Buffer.from(bytes));
      assert.ok(!recordText.includes("\n\n") && !recordText.startsWith("\n"));
      attempt(() => recordedRelease(recordText));
    }),
    RUNS,
  );
});

test("tile paths", () => {
  const paths = fc.oneof(texts, near("tile/8/1/x001/x234/567.p/89"), near("tile/8/0/000"));
  fc.assert(
    fc.property(paths, (path) => {
      const tile = attempt(() => parseTilePath(path));
      if (tile) assert.equal(formatTilePath(tile), path);
    }),
    RUNS,
  );
  const tiles = fc.record({
    level: fc.nat(6),
    n: fc.nat({ max: 2 ** 42 }),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(tiles, (tile) => {
      assert.deepEqual(parseTilePath(formatTilePath(tile)), { ...tile });
    }),
    RUNS,
  );
});

test("tiles of any bytes against any tree", () => {
  const sizes = fc.oneof(fc.nat(300), fc.nat(2 ** 40));
  const cases = fc.tuple(sizes, fc.nat(2 ** 41), fc.uint8Array({ minLength: 1, maxLength: 40 }));
  fc.assert(
    fc.property(cases, ([size, record, bytes]) => {
      const plan = attempt(() => planTiles(size, [storedHashIndex(0, record)]));
      assert.equal(plan === undefined, record >= size);
      if (plan === undefined) return;
      const tiles = plan.map((tile) => ({ ...tile, bytes: Buffer.alloc(tile.width * 32, bytes) }));
      const tree = { size, hash: Buffer.alloc(32, 7) };
      assert.equal(
        attempt(() => authenticateTiles(tree, tiles)),
        undefined,
      );
      attempt(() =>
        authenticateTiles(
          tree,
          tiles.map((tile) => ({ ...tile, bytes })),
        ),
      );
    }),
    { numRuns: 100 },
  );
});

test("proofs from a file", () => {
  const fields: Record<keyof LogProof, fc.Arbitrary<unknown>> = {
    log: fc.oneof(fc.constant(log.name), fc.anything()),
    verifierKey: fc.oneof(fc.constant(log.verifierKey), fc.anything()),
    record: fc.oneof(fc.nat(400), fc.anything()),
    recordText: fc.oneof(fc.constant(log.record(7)), texts, fc.anything()),
    treeSize: fc.oneof(fc.constant(300), fc.anything()),
    rootHash: fc.oneof(fc.constant(log.root().toString("base64")), fc.anything()),
    signedHead: fc.oneof(fc.constant(log.head()), near(log.head()), fc.anything()),
    inclusion: fc.oneof(fc.array(fc.base64String({ minLength: 44, maxLength: 44 })), fc.anything()),
  };
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record(fields)), (proof) => {
      assert.equal(
        attempt(() => recheck(proof as LogProof, [log.verifierKey])),
        undefined,
      );
    }),
    RUNS,
  );
});

test("file names", () => {
  const name = fc.oneof(
    texts,
    near("src/cmd/go/main.go"),
    fc.constantFrom("a", "A", "a/b", "é", "É"),
  );
  const zero = sha256OfDigest(Buffer.alloc(32));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), (names) => {
      const list = names.map((each) => ({ name: each, sha256: zero }));
      const h1 = attempt(() => hash1(list, "p/"));
      if (h1 === undefined) return;
      for (const each of names) {
        assert.ok(Buffer.from(each).every((byte) => byte >= 0x20 && byte !== 0x7f));
        assert.ok(each.isWellFormed() && !each.includes("\\"));
        assert.ok(each.split("/").every((part) => !["", ".", ".."].includes(part)));
      }
      assert.equal(new Set(names.map((each) => each.toLowerCase())).size, names.length);
      assert.equal(hash1(list.toReversed(), "p/"), h1);
    }),
    RUNS,
  );
});
