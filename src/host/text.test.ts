import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { redactUrl, untrusted } from "./text.ts";

const ESC = "\u001b";

test("what moves a cursor, hides or reorders is escaped", () => {
  assert.equal(untrusted(`a${ESC}[2Jb`), "a\\u{1b}[2Jb");
  assert.equal(untrusted("one\ntwo\r\tthree"), "one\\u{a}two\\u{d}\\u{9}three");
  assert.equal(untrusted("\u007f\u0085\u009b31m"), "\\u{7f}\\u{85}\\u{9b}31m");
  assert.equal(untrusted("go\u202e6.22.1\u2069"), "go\\u{202e}6.22.1\\u{2069}");
  assert.equal(untrusted("\u200b\u2028\ufeff"), "\\u{200b}\\u{2028}\\u{feff}");
  assert.equal(untrusted("x\ud800y\udc00"), "x\\u{d800}y\\u{dc00}");
  assert.equal(untrusted("été 日本 🐹"), "été 日本 🐹");
});

test("no CI runner takes it for a command, even at the start of a line", () => {
  assert.equal(untrusted("::add-mask::x"), "\\u{3a}:add-mask::x");
  assert.equal(untrusted("  ::stop-commands::x"), "  \\u{3a}:stop-commands::x");
  assert.equal(untrusted("a ::warning:: b"), "a ::warning:: b");
  assert.equal(untrusted("x ##vso[task.complete]"), "x \\u{23}\\u{23}vso[task.complete]");
  assert.equal(untrusted("##[group]"), "\\u{23}\\u{23}[group]");
  assert.equal(untrusted("##teamcity[x]"), "\\u{23}\\u{23}teamcity[x]");
  assert.equal(untrusted("issue #12"), "issue #12");
});

test("cut at the limit, between characters, with a mark", () => {
  assert.equal(untrusted("abcdef", 6), "abcdef");
  assert.equal(untrusted("abcdefg", 6), "abc…");
  assert.equal(untrusted("éééé", 6), "é…");
  assert.equal(untrusted("é🐹", 6), "é🐹");
  assert.equal(Buffer.byteLength(untrusted("x".repeat(5000))), 1024);
});

test("whatever comes in, the outcome is one safe line within the limit", () => {
  const hostile = fc.constantFrom(ESC, "\n", "::", "##vso[", "\u202e", "\ud800", " ", "#", ":");
  const text = fc.array(fc.oneof(hostile, fc.string({ unit: "binary" }))).map((x) => x.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 8, max: 64 }), (input, limit) => {
      const out = untrusted(input, limit);
      assert.ok(Buffer.byteLength(out) <= limit);
      assert.ok(out.isWellFormed());
      // Spelled out here on purpose: not the expression that the code uses.
      for (const character of out) {
        const code = character.codePointAt(0) ?? 0;
        assert.ok(code >= 0x20 && !(code >= 0x7f && code < 0xa0), code.toString(16));
        assert.ok(!(code >= 0x202a && code <= 0x202e) && !(code >= 0x2066 && code <= 0x2069));
        assert.ok(code !== 0x2028 && code !== 0x2029);
      }
      assert.ok(!out.trimStart().startsWith("::"));
      assert.ok(!/##\w*\[/.test(out), out);
    }),
    { numRuns: 2000 },
  );
});

test("plain text stays as it is", () => {
  const plain = fc.string({ unit: fc.constantFrom(..."abc xyz/.-_@1234567890é日") });
  fc.assert(fc.property(plain, (text) => assert.equal(untrusted(text), text)));
});

test("a URL loses userinfo, query and fragment", () => {
  assert.equal(
    redactUrl("https://me:tok@host.test:8443/a/b?sig=1#x"),
    "https://host.test:8443/a/b",
  );
  assert.equal(redactUrl("http://tok@host.test"), "http://host.test/");
  assert.equal(
    redactUrl("https://proxy.test/golang.org/toolchain/@v/list"),
    "https://proxy.test/golang.org/toolchain/@v/list",
  );
  assert.equal(redactUrl("file:///srv/mirror?x"), "file:///srv/mirror");
  assert.equal(redactUrl("direct"), "direct");
});

test("what is no URL loses all before its last @", () => {
  assert.equal(redactUrl("https://me:pa/ss@host.test/x"), "https://host.test/x");
  assert.equal(redactUrl("me:secret@host.test/x?y=secret"), "host.test/x");
  assert.equal(redactUrl("http://me:se@cret@[bad/x"), "http://[bad/x");
});

test("no secret survives, however it is written", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abc%:/@?#[]\\ é"), maxLength: 12 });
  fc.assert(
    fc.property(word, word, (before, after) => {
      const secret = "S3CRET";
      // Nobody can tell `@a/secret@` in a password from a host `a` and a path with an @.
      fc.pre(!/@.*\//.test(before));
      const password = `${before}${secret}${after}`;
      assert.ok(!redactUrl(`https://user:${password}@host.test/p`).includes(secret), password);
      const user = `${encodeURIComponent(before)}${secret}`;
      assert.ok(!redactUrl(`https://${user}:x@host.test/p`).includes(secret), user);
      assert.ok(!redactUrl(`https://host.test/p?${password}`).includes(secret), password);
    }),
    { numRuns: 3000 },
  );
});
