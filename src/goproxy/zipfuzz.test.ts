/** Damaged and made-up zips: the reader answers or refuses with bad-zip, and never reads outside. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { writeZip } from "../../test/support/zipwriter.ts";
import { dataOffset, readDirectory } from "./zip.ts";
import { checkEntries } from "./zipcheck.ts";
import { findEnd } from "./zipend.ts";

const FILES = [
  { name: "m@v/VERSION", data: "go1" },
  { name: "m@v/bin/go", data: "x".repeat(300), method: 0 },
  { name: "m@v/src/größe.go", data: "package x" },
];

const CORPUS = [
  {},
  { zip64: true },
  { descriptor: false },
  { zip64: true, descriptor: false, comment: "c" },
].map((options) => writeZip(FILES, options));

/** Reads a zip as the installer does; true when it was taken. */
function take(zip: Uint8Array): boolean {
  try {
    const end = findEnd(zip, zip.length);
    if (end.kind === "more") assert.fail("asks for more than the whole file");
    const entries = checkEntries(readDirectory(zip, end), {
      prefix: "m@v/",
      directoryOffset: end.directoryOffset,
    });
    for (const entry of entries) {
      const from = entry.headerOffset + dataOffset(zip.subarray(entry.headerOffset), entry);
      assert.ok(from + entry.compressedSize <= entry.end);
      assert.ok(entry.end <= end.directoryOffset);
    }
    return true;
  } catch (error) {
    assert.ok(error instanceof GosteadError, String(error));
    assert.equal(error.code, "bad-zip");
    assert.doesNotMatch(error.message, /\p{Cc}/u);
    return false;
  }
}

test("every zip of the corpus is taken whole, and none that is cut", () => {
  for (const zip of CORPUS) {
    assert.equal(take(zip), true);
    for (let length = 0; length < zip.length; length++)
      assert.equal(take(zip.subarray(0, length)), false);
  }
});

test("any one byte changed is taken or refused, never more", () => {
  let taken = 0;
  let refused = 0;
  for (const zip of CORPUS) {
    for (let at = 0; at < zip.length; at++) {
      for (const bit of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(zip);
        changed[at] = (changed[at] ?? 0) ^ bit;
        if (take(changed)) taken += 1;
        else refused += 1;
      }
    }
  }
  assert.ok(taken > 0 && refused > taken / 10, `${taken} taken, ${refused} refused`);
});

test("many fields changed at once, and bytes that were never a zip", () => {
  const zip = fc.constantFrom(...CORPUS);
  const edits = fc.array(fc.tuple(fc.nat(2000), fc.nat(0xffffffff)), {
    minLength: 1,
    maxLength: 6,
  });
  const edited = fc.tuple(zip, edits).map(([bytes, changes]) => {
    const changed = Buffer.from(bytes);
    for (const [at, value] of changes) changed.writeUInt32LE(value, at % (changed.length - 3));
    return changed;
  });
  const forged = fc
    .tuple(fc.uint8Array({ maxLength: 200 }), zip)
    .map(([noise, bytes]) => Buffer.concat([noise, bytes.subarray(-98)]));
  fc.assert(
    fc.property(fc.oneof(edited, forged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      take(bytes);
    }),
    { numRuns: 3000 },
  );
});

test("a tail and a size that do not belong together are refused or asked for more", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CORPUS), fc.nat(2 ** 31), fc.nat(600), (zip, size, cut) => {
      const tail = zip.subarray(Math.min(cut, zip.length));
      try {
        const found = findEnd(tail, size);
        if (found.kind === "more") assert.ok(found.from >= 0 && found.from < size - tail.length);
        else readDirectory(tail, found);
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
      }
    }),
  );
});
