import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { jsonLine } from "./json.ts";

test("controls of every kind and runners' commands are escaped", () => {
  const line = jsonLine([
    "\u001b[2J",
    "\u009b2J",
    "\u202e",
    "\u200b",
    "\u{e0041}",
    "##vso[x]",
    "#a[0]",
  ]);
  assert.equal(
    line,
    '["\\u001b[2J","\\u009b2J","\\u202e","\\u200b","\\udb40\\udc41","\\u0023\\u0023vso[x]","\\u0023a[0]"]',
  );
});

test("what is harmless stays readable", () => {
  assert.equal(jsonLine({ path: "src/größe#1.go", n: 1.5 }), '{"path":"src/größe#1.go","n":1.5}');
});

test("the value is the same, and no line is broken", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = jsonLine({ text });
      assert.deepEqual(JSON.parse(line), { text });
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});
