import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { EMPTY, type Sha256 } from "#model/hash.ts";
import { releaseOf } from "../../test/support/works.ts";
import { formatRecord, parseRecord, type RecordEntry } from "./record.ts";

const OWNER = releaseOf("1.22.6");
const GO = "ab".repeat(32) as Sha256;

const entry = fc.record<RecordEntry>(
  {
    name: fc
      .array(fc.stringMatching(/^[A-Za-z0-9_ +.-]{1,9}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.map((part) => `x${part}`).join("/")),
    sha256: fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString("hex") as Sha256),
    size: fc.integer({ min: 0, max: 2 ** 40 }),
    crc32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  },
  { noNullPrototype: true },
);

const damaged =
  (code = "bad-receipt", words = /go1\.22\.6\.linux-amd64/) =>
  (error: unknown) =>
    error instanceof GosteadError && error.code === code && words.test(error.message);

test("the format, written out", () => {
  const entries = [
    { name: "VERSION", sha256: EMPTY, size: 0, crc32: 0 },
    { name: "src/a b.go", sha256: GO, size: 1234, crc32: 0xdeadbeef },
  ];
  const text = `gostead manifest 1
${EMPTY} 0 00000000 VERSION
${GO} 1234 deadbeef src/a b.go
`;
  assert.equal(formatRecord(entries), text);
  assert.deepEqual(parseRecord(text, OWNER), entries);
});

test("whatever is written is read again, in its order", () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
      assert.deepEqual(parseRecord(formatRecord(entries), OWNER), entries);
    }),
  );
});

const LINE = `${GO} 12 deadbeef bin/go`;
const BAD_LINES = [
  "",
  "bin/go",
  LINE.slice(1),
  LINE.replace("ab", "AB"),
  LINE.replace("12", ""),
  LINE.replace("12", "-1"),
  LINE.replace("12", "1e9"),
  LINE.replace("12", "9".repeat(16)),
  LINE.replace("deadbeef", "deadbee"),
  LINE.replace("deadbeef", "0xdeadbe"),
  LINE.replace("bin/go", ""),
  LINE.replaceAll(" ", "\t"),
  `${LINE}\r`,
];

test("a damaged line is refused by its number", () => {
  for (const line of BAD_LINES) {
    const text = `gostead manifest 1\n${LINE}\n${line}\n`;
    assert.throws(() => parseRecord(text, OWNER), damaged("bad-receipt", /in line 3: /), line);
  }
});

test("no name leads out of a tree", () => {
  const names = ["/etc/passwd", "../x", "a/../x", "a/..", "..", ".", "a/./b", "a//b", "a/", "/"];
  for (const name of [...names, "a\\b", "a\0b", "a\u001bb", "a\u007fb", "\u0085"]) {
    const text = formatRecord([{ name, sha256: GO, size: 1, crc32: 1 }]);
    assert.throws(() => parseRecord(text, OWNER), damaged(), JSON.stringify(name));
  }
  for (const name of ["...", "..a", "a..", ".a/b", "größe/大.go"]) {
    const text = formatRecord([{ name, sha256: GO, size: 1, crc32: 1 }]);
    assert.equal(parseRecord(text, OWNER)[0]?.name, name);
  }
});

test("what is cut is damaged, at any byte", () => {
  const text = formatRecord([
    { name: "bin/go", sha256: GO, size: 12, crc32: 1 },
    { name: "src/x.go", sha256: EMPTY, size: 0, crc32: 0 },
  ]);
  const ends = new Set([text.length, text.lastIndexOf("\n", text.length - 2) + 1]);
  for (let length = 0; length < text.length; length++) {
    if (!ends.has(length) && length !== "gostead manifest 1\n".length) {
      assert.throws(() => parseRecord(text.slice(0, length), OWNER), damaged(), String(length));
    }
  }
});

test("a newer format is refused as that; anything else is damaged, and nothing throws otherwise", () => {
  const newer = damaged("newer-format", /newer format: "gostead manifest 2"/);
  assert.throws(() => parseRecord("gostead manifest 2\nwhatever\n", OWNER), newer);
  assert.throws(() => parseRecord("gostead receipt 1\n", OWNER), damaged());
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
      assert.throws(() => parseRecord(text, OWNER), GosteadError);
      assert.throws(() => parseRecord(`gostead manifest 1\n${text}!`, OWNER), damaged());
    }),
  );
});
