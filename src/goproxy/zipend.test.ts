import assert from "node:assert/strict";
import { test } from "node:test";
import { writeZip, type ZipOptions } from "../../test/support/zipwriter.ts";
import { findEnd } from "./zipend.ts";

const FILES = [
  { name: "m@v/a", data: "hello" },
  { name: "m@v/b", data: "x".repeat(5000), method: 0 },
];
const END = 22;
const END64 = 56 + 20;

const whole = (options: ZipOptions = {}) => {
  const zip = writeZip(FILES, options);
  return findEnd(zip, zip.length);
};

test("the directory is found from the end record, in every form", () => {
  for (const zip64 of [false, true]) {
    for (const comment of ["", "a comment", "x".repeat(65_535), "PK\x05\x06".repeat(9)]) {
      const zip = writeZip(FILES, { zip64, comment });
      const end = findEnd(zip, zip.length);
      assert.equal(end.kind, "end");
      assert.equal(end.kind === "end" && end.entries, 2);
      const last = zip.length - comment.length - END - (zip64 ? END64 : 0);
      assert.equal(end.kind === "end" && end.directoryOffset + end.directorySize, last);
      assert.equal(end.kind === "end" && zip.readUInt32LE(end.directoryOffset), 0x02014b50);
    }
  }
});

test("a tail is enough, and one that is too short asks for the bytes it lacks", () => {
  for (const options of [{}, { zip64: true }, { zip64: true, comment: "x".repeat(300) }]) {
    const zip = writeZip(FILES, options);
    const all = findEnd(zip, zip.length);
    assert.equal(all.kind, "end");
    for (let length = 0; length <= zip.length; length++) {
      const found = findEnd(zip.subarray(zip.length - length), zip.length);
      if (found.kind === "end" && all.kind === "end") {
        const from = zip.length - length;
        assert.deepEqual(found, { ...all, start: all.directoryOffset - from });
      } else if (found.kind === "more") {
        assert.ok(found.from < zip.length - length, "asks for more than it has");
        assert.ok(found.from >= 0);
      }
    }
    assert.equal(findEnd(zip.subarray(-1), zip.length).kind, "more");
  }
});

test("asking and giving comes to an end after a few rounds", () => {
  for (const zip64 of [false, true]) {
    const zip = writeZip(FILES, { zip64, comment: "c".repeat(100) });
    let tail = zip.subarray(-1);
    for (let round = 0; ; round++) {
      const found = findEnd(tail, zip.length);
      if (found.kind === "end") break;
      assert.ok(round < 4);
      tail = zip.subarray(found.from);
    }
  }
});

test("numbers at their 16-bit largest need no ZIP64 records", () => {
  const files = Array.from({ length: 65_535 }, (_, index) => ({
    name: `m@v/${index}`,
    data: "",
    method: 0,
  }));
  const zip = writeZip(files);
  const end = findEnd(zip, zip.length);
  assert.equal(end.kind === "end" && end.entries, 65_535);
});

test("what is not whole, not one, or has two readings is refused", () => {
  const cases: Record<string, () => unknown> = {
    "is no zip": () => findEnd(Buffer.from("not a zip, not a page"), 21),
    "is empty": () => findEnd(new Uint8Array(0), 0),
    "has a tail longer than itself": () => findEnd(new Uint8Array(100), 99),
    "is longer than its end": () => whole({ junkAfter: Buffer.from("x") }),
    "begins late": () => whole({ junkBefore: Buffer.from("#!/bin/sh\n") }),
    "is a part": () => whole({ disk: 1 }),
    "is a ZIP64 part": () => whole({ disk: 1, zip64: true }),
    "has an offset that lies": () => whole({ directoryOffset: 1 }),
    "has a size that lies": () => whole({ directorySize: 60 }),
    "has a ZIP64 offset that lies": () => whole({ zip64: true, directoryOffset: 2 ** 52 }),
    "has more entries than room": () => whole({ entries: 3 }),
    "has a ZIP64 count that lies": () => whole({ zip64: true, entries: 1e12 }),
    "has its ZIP64 record elsewhere": () => whole({ zip64: true, zip64EndOffset: 0 }),
    "has an impossible number": () => whole({ zip64: true, zip64EndOffset: Number(2n ** 63n) }),
  };
  for (const [name, attempt] of Object.entries(cases)) {
    assert.throws(attempt, { code: "bad-zip" }, name);
  }
});

test("a web page in place of a zip is a wrong answer, not an attack", () => {
  const page = Buffer.from(`<!DOCTYPE html>\n${"x".repeat(200_000)}</html>\n`);
  assert.throws(() => findEnd(page.subarray(0, 500), 500), {
    code: "bad-answer",
    message: /web page/,
  });
  assert.throws(() => findEnd(page.subarray(-100_000), page.length), { code: "bad-answer" });
});

test("counts that differ, and a ZIP64 record of another length, are refused", () => {
  const patched = (options: ZipOptions, fromEnd: number) => {
    const zip = writeZip(FILES, options);
    zip.writeUInt8(1, zip.length - fromEnd);
    return () => findEnd(zip, zip.length);
  };
  const wide = END64 + END;
  assert.throws(patched({}, END - 8), { code: "bad-zip", message: /1 of 2 entries/ });
  assert.throws(patched({ zip64: true }, wide - 24), {
    code: "bad-zip",
    message: /1 of 2 entries/,
  });
  assert.throws(patched({ zip64: true }, wide - 4), { code: "bad-zip", message: /claims 1 bytes/ });
});

test("a directory that only wants our memory is refused before it is asked for", () => {
  const size = 9 * 1024 * 1024;
  const zip = writeZip([], { directorySize: size, directoryOffset: 0 });
  const fileSize = size + zip.length;
  assert.throws(() => findEnd(zip, fileSize), /at most 8388608 allowed/);
});
