// Records and names of Go's build cache: real ones are read, others are none.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseCacheName, parseCacheRecord, RECORD_BYTES } from "./cacherecord.ts";

// As go1.26.8 wrote it.
const ACTION = "00d4f8d4f6a6fb5aab1ea8ab9f8b9f6dbbf1e6a6d8ea2a4c1e2fbd0f5d7ad1c2";
const OUTPUT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const record = (size: string, time = "1795275612345678901") =>
  `v1 ${ACTION} ${OUTPUT} ${size.padStart(20)} ${time.padStart(20)}\n`;

test("a record", () => {
  assert.equal(record("0").length, RECORD_BYTES);
  assert.deepEqual(parseCacheRecord(record("1234"), ACTION), { output: OUTPUT, size: 1234 });
});

test("what go takes for no record", () => {
  const good = record("1234");
  const bad = [
    "",
    good.slice(0, -1),
    `${good}\n`,
    good.replace("v1", "v2"),
    good.replace(ACTION, OUTPUT),
    good.replace(OUTPUT, OUTPUT.replace("e", "g")),
    record("-1"),
    record("1e3"),
    record("99999999999999999999"),
    record("1", "99999999999999999999"),
    good.replace("\n", " "),
    " ".repeat(RECORD_BYTES),
    "\0".repeat(RECORD_BYTES),
  ];
  for (const text of bad) assert.equal(parseCacheRecord(text, ACTION), undefined, text);
});

test("any one byte that differs gives another record or none, and never another action's", () => {
  fc.assert(
    fc.property(fc.nat(RECORD_BYTES - 1), fc.nat(255), (at, byte) => {
      const bytes = Buffer.from(record("1234"), "latin1");
      bytes[at] = byte;
      const parsed = parseCacheRecord(bytes.toString("latin1"), ACTION);
      const inIds = at >= 3 && at < 3 + 64;
      const same = bytes.toString("latin1") === record("1234");
      if (inIds && !same) assert.equal(parsed, undefined);
      if (parsed !== undefined) assert.ok(Number.isSafeInteger(parsed.size) && parsed.size >= 0);
    }),
  );
});

test("names", () => {
  assert.deepEqual(parseCacheName("00", `${ACTION}-a`), { id: ACTION, kind: "a" });
  assert.deepEqual(parseCacheName("e3", `${OUTPUT}-d`), { id: OUTPUT, kind: "d" });
  for (const [directory, name] of [
    ["e3", `${ACTION}-a`],
    ["00", `${ACTION}-x`],
    ["00", ACTION],
    ["00", "trim.txt"],
    ["00", `${ACTION}-a.tmp`],
  ] as const) {
    assert.equal(parseCacheName(directory, name), undefined, name);
  }
});
