// Lines of start files: what is one plain assignment, and what is left alone.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { readLines, type Syntax } from "./rcline.ts";

const one = (text: string, syntax: Syntax = "sh") => readLines(text, syntax, "/home/u")[0];

test("plain assignments have a name and a value", () => {
  const cases: readonly [string, string, string | null, boolean, Syntax?][] = [
    ["export GOROOT=/usr/local/go", "GOROOT", "/usr/local/go", true],
    ["  GOROOT='/a b'  # why", "GOROOT", "/a b", false],
    ['export GOPATH="$HOME/go"', "GOPATH", "/home/u/go", true],
    ["export GOPATH=~/go;", "GOPATH", "/home/u/go", true],
    ['export GOBIN="~/bin"', "GOBIN", "~/bin", true],
    ["export GOBIN=$GOPATH/bin", "GOBIN", null, true],
    ["set -gx GOROOT /usr/local/go", "GOROOT", "/usr/local/go", true, "fish"],
    ["set GOROOT /usr/local/go", "GOROOT", "/usr/local/go", false, "fish"],
    ['GOROOT="/usr/local/go"', "GOROOT", "/usr/local/go", true, "environment"],
  ];
  for (const [text, sets, value, exported, syntax] of cases) {
    const found = one(text, syntax);
    assert.deepEqual([found?.sets, found?.value, found?.exported], [sets, value, exported], text);
  }
});

test("what is more than an assignment is seen, and not taken for one", () => {
  for (const text of [
    "export GOROOT=$(go env GOROOT)",
    "export GOROOT=`which go`",
    "export GOROOT=/a PATH=/b",
    "GOROOT=/a go build",
    "export GOROOT=/a && echo",
    "[ -d /a ] && export GOROOT=/a",
    "export GOROOT=/a; rm -rf x",
    "export GOROOT=/a \\",
    "export GOROOT",
  ]) {
    const found = one(text);
    assert.equal(found?.sets, null, text);
    assert.ok(found?.names.includes("GOROOT"), text);
  }
  assert.equal(readLines("x \\\nGOROOT=/a\n", "sh", undefined)[0]?.sets, null);
});

test("comments and lines of other people's secrets are not kept", () => {
  const text = "export TOKEN=abc\n# export GOROOT=/a\n# PATH=/bin\nMANPATH=/x\n";
  assert.deepEqual(readLines(text, "sh", "/home/u"), []);
  const login = one("export GOPROXY=https://me:secret@proxy.example.com,direct");
  assert.doesNotMatch(JSON.stringify(login), /secret/);
});

test("no text makes it fail, and lines have their own numbers", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom<Syntax>("sh", "fish", "environment"),
      (text, syntax) => {
        const lines = text.split(/\r?\n/);
        const found = readLines(`${text}\nexport GOROOT=/x`, syntax, "/home/u");
        assert.equal(found.at(-1)?.line, lines.length + 1);
      },
    ),
  );
});

test("a hostile line costs no more than it is long", () => {
  const start = performance.now();
  readLines(`export GOROOT=${"$a".repeat(200_000)}!`, "sh", "/h");
  readLines(`export GOROOT=${'"'.repeat(200_000)}`, "sh", "/h");
  readLines(`set ${"-x ".repeat(100_000)}GOROOT`, "fish", "/h");
  assert.ok(performance.now() - start < 5000);
});
