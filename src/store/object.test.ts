import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSha256, type Sha256 } from "#model/hash.ts";
import { fileMode, keyOfName, objectName } from "./object.ts";

const HEX = "ab".repeat(32) as Sha256;

test("an object lies on the shelf of its first byte; the executable bit is part of the name", () => {
  assert.equal(objectName({ sha256: HEX, executable: false }), `sha256/ab/${HEX}`);
  assert.equal(objectName({ sha256: HEX, executable: true }), `sha256/ab/${HEX}-x`);
});

test("every name leads back to its key", () => {
  const key = fc.record({
    sha256: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => {
      const hash = parseSha256(Buffer.from(bytes).toString("hex"));
      assert.ok(hash);
      return hash;
    }),
    executable: fc.boolean(),
  });
  fc.assert(fc.property(key, (one) => assert.deepEqual(keyOfName(objectName(one)), { ...one })));
});

test("whatever else lies in the store is no object", () => {
  const strangers = [
    "",
    `sha256/aa/${HEX}`,
    `sha256/ab/${HEX}-y`,
    `sha256/ab/${HEX}-x.tmp`,
    `sha256/ab/${HEX.toUpperCase()}`,
    `sha256/ab/${HEX.slice(1)}`,
    `sha256/ab/${HEX}\n`,
    `../sha256/ab/${HEX}`,
    `sha256/ab/../ab/${HEX}`,
    `sha512/ab/${HEX}`,
  ];
  for (const name of strangers) assert.equal(keyOfName(name), undefined, name);
  fc.assert(fc.property(fc.string(), (name) => keyOfName(name) === undefined));
});

test("objects may be read by all and written by nobody", () => {
  assert.equal(fileMode(false), 0o444);
  assert.equal(fileMode(true), 0o555);
});
