import assert from "node:assert/strict";
import { hash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { inflateAll } from "./inflate.ts";
import type { InflateItem } from "./message.ts";

process.umask(0o022);

interface Source extends Partial<InflateItem> {
  readonly content: Uint8Array;
  /** What is sent in place of the honest compressed bytes. */
  readonly packed?: Uint8Array;
}

/** A batch of files, honest but for what each of them overrides. */
function batch(root: string, files: readonly Source[]) {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const items = files.map(({ content, packed, ...lies }, index): InflateItem => {
    const bytes = packed ?? (lies.stored ? content : deflateRawSync(content));
    const item = {
      offset,
      compressedSize: bytes.length,
      size: content.length,
      stored: false,
      crc32: crc32(content),
      executable: false,
      path: `f${index}`,
      ...lies,
    };
    parts.push(bytes);
    offset += bytes.length;
    return item;
  });
  const data = Buffer.allocUnsafeSlow(offset);
  Buffer.concat(parts).copy(data);
  return { kind: "inflate" as const, root, data, items };
}

const refused = (words: RegExp) => (error: unknown) =>
  error instanceof GosteadError && error.code === "bad-zip" && words.test(error.message);

const HELLO = Buffer.from("hello, hello, hello\n");

test("files come out with their content, hash and mode, deflated or stored", (t) => {
  const root = tempDirectory(t);
  const big = Buffer.alloc(3_000_000, "go");
  const job = batch(root, [
    { content: HELLO },
    { content: HELLO, stored: true, executable: true },
    { content: big },
  ]);
  const { hashes, times } = inflateAll(job);
  const wanted = [HELLO, HELLO, big].map((content) => hash("sha256", content));
  assert.equal(Buffer.from(hashes).toString("hex"), wanted.join(""));
  assert.ok(readFileSync(join(root, "f2")).equals(big));
  assert.equal(statSync(join(root, "f0")).mode & 0o7777, 0o444);
  assert.equal(statSync(join(root, "f1")).mode & 0o7777, 0o555);
  assert.ok(times.inflate > 0 && times.write > 0);
});

test("any contents in any order come out as they went in", (t) => {
  const base = tempDirectory(t);
  let runs = 0;
  const file = fc.record({ content: fc.uint8Array({ maxLength: 300 }), stored: fc.boolean() });
  fc.assert(
    fc.property(fc.array(file), (files) => {
      const root = join(base, String(runs++));
      mkdirSync(root);
      inflateAll(batch(root, files));
      for (const [n, { content }] of files.entries()) {
        assert.deepEqual(new Uint8Array(readFileSync(join(root, `f${n}`))), content);
      }
    }),
    { numRuns: 50 },
  );
});

const LIES: readonly [what: string, lie: Partial<Source>, words: RegExp][] = [
  [
    "a size too small",
    { size: HELLO.length - 1 },
    /damaged or longer than announced|expected 19 bytes/,
  ],
  ["a size too big", { size: HELLO.length + 1 }, /expected 21 bytes, got 20/],
  ["a wrong CRC-32", { crc32: 0xabc }, /expected CRC-32 00000abc, got [0-9a-f]{8}/],
  [
    "a stored size that is not",
    { stored: true, packed: HELLO.subarray(1) },
    /expected 20 bytes, got 19/,
  ],
  ["bytes that are no deflate stream", { packed: Buffer.alloc(40, 0xff) }, /damaged/],
  ["a stream that is cut", { packed: deflateRawSync(HELLO).subarray(0, 8) }, /damaged/],
  ["a batch that ends too early", { compressedSize: 999, stored: true, size: 999 }, /expected 999/],
];

for (const [what, lie, words] of LIES) {
  test(`${what} is refused, and nothing is written`, (t) => {
    const root = tempDirectory(t);
    assert.throws(() => inflateAll(batch(root, [{ content: HELLO, ...lie }])), refused(words));
    assert.deepEqual(readdirSync(root), []);
  });
}

test("a bomb is cut at the announced size, not inflated and then measured", (t) => {
  const root = tempDirectory(t);
  const packed = deflateRawSync(Buffer.alloc(200_000_000));
  const before = process.memoryUsage().arrayBuffers;
  const job = batch(root, [{ content: Buffer.alloc(1000), packed }]);
  assert.throws(() => inflateAll(job), refused(/longer than announced/));
  assert.ok(process.memoryUsage().arrayBuffers - before < 10_000_000);
});

test("nothing that stands there is opened for writing: file, link, or link to nowhere", (t) => {
  const root = tempDirectory(t);
  const victim = join(root, "victim");
  writeFileSync(victim, "mine");
  symlinkSync(victim, join(root, "link"));
  symlinkSync(join(root, "nowhere"), join(root, "dangling"));
  for (const path of ["victim", "link", "dangling"]) {
    assert.throws(() => inflateAll(batch(root, [{ content: HELLO, path }])), { code: "EEXIST" });
  }
  assert.equal(readFileSync(victim, "utf8"), "mine");
  assert.ok(!existsSync(join(root, "nowhere")));
});
