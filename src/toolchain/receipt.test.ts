import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { layoutOf } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import type { H1 } from "#model/hash.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { releaseOf } from "../../test/support/works.ts";
import {
  parseReceipt,
  type Receipt,
  readReceipt,
  readRecord,
  receiptNames,
  recordPath,
  writeReceipt,
} from "./receipt.ts";

const RELEASE = releaseOf("1.22.6");
const HASH = Buffer.alloc(32, 1).toString("base64");
const RECEIPT: Receipt = {
  format: 1,
  ...RELEASE,
  h1: `h1:${HASH}` as H1,
  proof: {
    log: "sum.example",
    verifierKey: "sum.example+00000000+AAAA",
    record: 7,
    recordText: "text\n",
    treeSize: 9,
    rootHash: HASH,
    signedHead: "head\n",
    inclusion: [HASH, HASH],
  },
  trust: "built-in",
  source: "https://proxy.example/",
  installed: "2026-01-02T03:04:05.000Z",
  files: 9547,
  bytes: 228_000_000,
};

const code = (wanted: string) => (error: unknown) =>
  error instanceof GosteadError && error.code === wanted;
const parse = (value: unknown) => parseReceipt(JSON.stringify(value), RELEASE);

test("a receipt is read as it was written, beside its manifest", async (t) => {
  const home = layoutOf(tempDirectory(t));
  assert.equal(readReceipt(home, RELEASE), undefined);
  assert.throws(() => readRecord(home, RELEASE), code("bad-receipt"));
  await writeReceipt(home, RECEIPT, "gostead manifest 1\n");
  assert.deepEqual(readReceipt(home, RELEASE), RECEIPT);
  assert.deepEqual(readRecord(home, RELEASE), []);
  assert.equal(readFileSync(recordPath(home, RELEASE), "utf8"), "gostead manifest 1\n");
  assert.deepEqual(readdirSync(home.receipts).sort(), [
    "go1.22.6.linux-amd64.json",
    "go1.22.6.linux-amd64.manifest",
  ]);
});

test("only names of receipts count, and a directory that is not there has none", (t) => {
  const home = layoutOf(tempDirectory(t));
  assert.deepEqual(receiptNames(home), []);
  mkdirSync(home.receipts);
  for (const name of ["go1.22.6.linux-amd64.json", "README", "go1.22.6.linux-amd64.json.7.tmp"]) {
    writeFileSync(join(home.receipts, name), "");
  }
  assert.deepEqual(receiptNames(home), ["go1.22.6.linux-amd64"]);
  rmSync(home.receipts, { recursive: true });
  writeFileSync(home.receipts, "no directory");
  assert.throws(() => receiptNames(home), { code: "ENOTDIR" });
});

/** A value at a path of two names at most, replaced. */
function replaced(path: readonly string[], value: unknown): unknown {
  const [outer = "", inner] = path;
  const copy: Record<string, unknown> = structuredClone({ ...RECEIPT });
  if (inner === undefined) return { ...copy, [outer]: value };
  return { ...copy, [outer]: { ...(copy[outer] as object), [inner]: value } };
}

const FIELDS = [
  ...Object.keys(RECEIPT).map((name) => [name]),
  ...Object.keys(RECEIPT.proof).map((name) => ["proof", name]),
  ["platform", "os"],
  ["platform", "arch"],
];

test("every field is needed, and none may have another type", () => {
  for (const path of FIELDS) {
    for (const value of [undefined, null, {}, true, 0.5, [1], Number.MAX_VALUE]) {
      // A format that is a bigger number is said to be newer.
      const isFormat = path[0] === "format" && typeof value === "number" && value > 1;
      const wanted = isFormat ? "newer-format" : "bad-receipt";
      const what = `${path.join(".")} = ${JSON.stringify(value)}`;
      assert.throws(() => parse(replaced(path, value)), code(wanted), what);
    }
  }
});

test("words that are out of place are refused", () => {
  const wrong: [readonly string[], unknown][] = [
    [["version"], "1.22.5"],
    [["version"], "../1.22.6"],
    [["platform"], { os: "linux", arch: "arm64" }],
    [["platform"], "linux-amd64"],
    [["h1"], `h1:${HASH.slice(1)}`],
    [["h1"], `h2:${HASH}`],
    [["trust"], "root"],
    [["files"], -1],
    [["bytes"], -1],
    [["proof", "inclusion"], Array.from({ length: 65 }, () => HASH)],
  ];
  for (const [path, value] of wrong) {
    assert.throws(() => parse(replaced(path, value)), code("bad-receipt"), path.join("."));
  }
});

test("a newer format is refused as that, whatever else it holds", () => {
  assert.throws(() => parse({ format: 2 }), code("newer-format"));
  assert.throws(() => parse(replaced(["format"], 0)), code("bad-receipt"));
});

test("no text makes it throw anything but an error of ours", () => {
  const texts = fc.oneof(fc.string(), fc.json(), fc.constantFrom("", "null", "[]", "1", '"x"'));
  fc.assert(
    fc.property(texts, (text) => assert.throws(() => parseReceipt(text, RELEASE), GosteadError)),
  );
  const whole = JSON.stringify(RECEIPT);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (length) =>
      assert.throws(() => parseReceipt(whole.slice(0, length), RELEASE), code("bad-receipt")),
    ),
  );
});
