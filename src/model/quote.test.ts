import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quoted } from "./quote.ts";

test("plain text stands in quotes", () => {
  assert.equal(quoted("1.22.6"), '"1.22.6"');
  assert.equal(quoted("größe 大"), '"größe 大"');
  assert.equal(quoted(""), '""');
});

test("what could move, hide, reorder or end the value is shown by its number", () => {
  const given = 'a\n\u001b[31m"\\\u009b\u202e\u200b\ud800\u2028\u007f';
  const want =
    '"a\\u{a}\\u{1b}[31m\\u{22}\\u{5c}\\u{9b}\\u{202e}\\u{200b}\\u{d800}\\u{2028}\\u{7f}"';
  assert.equal(quoted(given, 200), want);
});

test("a long value is cut, between characters", () => {
  assert.equal(quoted("x".repeat(60)), `"${"x".repeat(60)}"`);
  assert.equal(quoted("x".repeat(61)), `"${"x".repeat(60)}…"`);
  assert.equal(quoted("ab😀", 3), '"ab…"');
  assert.equal(quoted("ab\u0007", 3), '"ab…"');
});

test("never longer than asked, never a character that acts", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 500 }), fc.nat(100), (text, limit) => {
      const shown = quoted(text, limit);
      assert.ok(shown.length <= limit + 3);
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});
