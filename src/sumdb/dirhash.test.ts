// h1 against sums that the public log records and against the definition in
// coreutils' words; names against each refusal of security S3.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { parseSha256, type Sha256 } from "#model/hash.ts";
import { hash1 } from "./dirhash.ts";

const sha = (content: string): Sha256 => {
  const hash = parseSha256(createHash("sha256").update(content).digest("hex"));
  assert.ok(hash);
  return hash;
};
const lines = (...names: string[]) => names.map((name) => ({ name, sha256: sha(name) }));

/** `sha256sum $(find . -type f | sort) | sha256sum`, with an explicit byte order. */
function definition(names: readonly string[], prefix: string): string {
  const order = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const summary = createHash("sha256");
  for (const name of order) summary.update(`${sha(name)}  ${prefix}${name}\n`);
  return `h1:${summary.digest("base64")}`;
}

test("the go.mod of every toolchain has the h1 that the public log records for it", () => {
  const line = { name: "go.mod", sha256: sha("module golang.org/toolchain\n") };
  assert.equal(hash1([line], ""), "h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0=");
});

test("order is that of UTF-8 bytes, whatever the order given", () => {
  const names = ["a", "a/b", "a-b", "aB", "é", "z", "\u{ffff}x", "\u{10000}y", "\u{e000}"].map(
    (name) => `d${name.replace("/", "_")}/f`,
  );
  names.push("\u{fffd}", "\u{1f600}", "A.txt", "b c", "VERSION");
  const prefix = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/";
  const expected = definition(names, prefix);
  assert.equal(hash1(lines(...names), prefix), expected);
  assert.equal(hash1(lines(...names.toReversed()), prefix), expected);
  assert.equal(hash1(new Set(lines(...names)), prefix), expected);
  assert.notEqual(hash1(lines(...names), prefix.replace("22.6", "22.5")), expected);
  assert.equal(hash1([], prefix), definition([], prefix));
});

test("two lists that a line feed in a name would make one", () => {
  const honest = lines("a", "b");
  const forged = [{ name: `a\n${sha("b")}  p/b`, sha256: sha("a") }];
  assert.equal(hash1(honest, "p/"), definition(["a", "b"], "p/"));
  assert.throws(
    () => hash1(forged, "p/"),
    /^GosteadError: file name ".*" has a control character$/,
  );
});

const refuses = (names: readonly string[], message: RegExp) =>
  assert.throws(
    () => hash1(lines(...names), "p/"),
    (error: unknown) => {
      assert.ok(error instanceof GosteadError, String(error));
      assert.equal(error.code, "bad-manifest");
      assert.match(error.message, message);
      return true;
    },
  );

test("control characters, DEL, and text that is not UTF-8", () => {
  for (let code = 0; code < 0x20; code++) {
    refuses([`src/a${String.fromCharCode(code)}b`], /control character/);
    refuses([`src/é${String.fromCharCode(code)}b`], /control character/);
  }
  refuses(["bin/go\u007f"], /control character/);
  refuses(["a\ud800b"], /not UTF-8/);
  refuses(["\udc00"], /not UTF-8/);
});

test("unclean paths", () => {
  const bad = ["", "/", "/etc/passwd", "a/", "a//b", ".", "..", "./a", "../a", "a/./b", "a/../b"];
  bad.push("a/.", "a/..", "é/../b", "é//", "a\\b", "..\\a", "é\\b", "//", "C:\\go");
  for (const name of bad) refuses(["VERSION", name], /not a clean path/);
  const good = [
    "...",
    "a/...",
    ".a",
    "..a",
    "a./b",
    "a../b",
    ".gitattributes",
    "a/.b/..c",
    "...a/b",
  ];
  assert.match(hash1(lines(...good), "p/"), /^h1:/);
});

test("duplicates and names that differ in case or composition only, directories included", () => {
  refuses(["bin/go", "VERSION", "bin/go"], /"bin\/go" is given twice/);
  refuses(["src/Fmt.go", "src/fmt.go"], /"src\/fmt.go" collides with "src\/Fmt.go"/);
  refuses(["SRC/a.go", "src/b.go"], /"src\/b.go" collides with "SRC"/);
  refuses(["a/B/c", "a/b/d"], /collides with "a\/B"/);
  refuses(["a/x/1", "a/y/1", "A/z/1"], /collides with/);
  refuses(["src", "src/a.go"], /collides with "src"/);
  refuses(["Src", "src/deep/a.go"], /collides with "src"/);
  refuses(["src/deep/a.go", "src/deep"], /collides with/);
  refuses(["\u00e9.go", "e\u0301.go"], /collides with/);
  refuses(["É.go", "é.go"], /collides with/);
  refuses(["\u212a.go", "k.go"], /collides with/);
  refuses(["ſ/a", "s/b"], /collides with/);
  const good = ["a/b/c", "a/b/d", "a/bc/d", "ab", "a.b/c", "Þfoo.go", "test/Äfoo.go"];
  assert.equal(hash1(lines(...good), "p/"), definition(good, "p/"));
});

test("ten thousand names with one bad among them", () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `src/d${i % 700}/file${i}.go`);
  assert.equal(hash1(lines(...names), "p/"), definition(names, "p/"));
  refuses([...names, "src/d7/FILE7.go"], /"src\/d7\/file7.go" collides with "src\/d7\/FILE7.go"/);
  refuses([...names, "src/D7/new.go"], /collides with/);
});
