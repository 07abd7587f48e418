// A go.mod is read as the go command reads it: `go mod edit -json` is asked for the same files, those that
// people get wrong and those that nobody would write.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { parseModFile } from "./modfile.ts";

const GO = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "", GOENV: "off" };
const skip =
  spawnSync("go", ["version"], { env: GO }).status === 0 ? false : "no go on PATH to compare with";

const HEAD = "module example.com/m\n\ngo 1.21\n\n";

/** Each is a whole file, or what follows the head. */
const CASES = [
  "",
  "require golang.org/x/text v0.3.0",
  "require golang.org/x/text v0.3.0 // indirect\n",
  "require (\n\tgolang.org/x/text v0.3.0 // indirect\n\n\t// why\n\tgolang.org/x/net v0.1.0\n)\n",
  "require (\n)\n",
  "require ( )\n",
  "require golang.org/x/text",
  "require golang.org/x/text latest",
  "require golang.org/x/text v0.3",
  "require golang.org/x/text v0.3.01",
  "require golang.org/x/text v0.3.0-rc.01",
  "require golang.org/x/text v0.3.0+meta",
  "require golang.org/x/text v2.0.0",
  "require golang.org/x/text v2.0.0+incompatible",
  "require example.com/a/v2 v2.0.1",
  "require example.com/a/v2 v1.0.1",
  "require example.com/a/v1 v1.0.1",
  "require example.com/a/v02 v2.0.1",
  "require example.com/a/v2.1 v2.0.1",
  "require gopkg.in/yaml.v3 v3.0.1",
  "require gopkg.in/yaml.v3 v2.0.1",
  "require gopkg.in/yaml v2.0.1",
  "require gopkg.in/check.v1 v0.0.0-20161208181325-20d25e280405",
  "require gopkg.in/x.v2-unstable v2.0.0",
  "requires golang.org/x/text v0.3.0",
  "require (\n\tgolang.org/x/text v0.3.0\n",
  "require (\n\tgolang.org/x/text v0.3.0\n) // end\n",
  "require (\n\tgolang.org/x/text v0.3.0\n) x\n",
  "require (\n\trequire golang.org/x/text v0.3.0\n)\n",
  "require golang.org/x/text v0.3.0 v0.4.0",
  'require "golang.org/x/text" "v0.3.0"',
  "require `golang.org/x/text` v0.3.0",
  "require 'golang.org/x/text' v0.3.0",
  'require "golang.org/x/text v0.3.0',
  "/* no */ require golang.org/x/text v0.3.0",
  "require golang.org/x/text v0.3.0 /* no */",
  "require golang.org/x/text//v0.3.0",
  "require x v0.3.0\u0001",
  "require x v0.3.0\u00a0",
  "\ufeffrequire x v0.3.0",
  "<<<<<<< HEAD\nrequire golang.org/x/text v0.3.0\n=======\nrequire golang.org/x/text v0.4.0\n>>>>>>> b\n",
  "replace golang.org/x/text => ../text",
  "replace golang.org/x/text v0.3.0 => ../text",
  "replace golang.org/x/text => ../text v0.3.0",
  "replace golang.org/x/text => text",
  "replace golang.org/x/text => golang.org/x/text@v0.3.0",
  "replace golang.org/x/text => example.com/text v0.3.1",
  "replace golang.org/x/text v9 => example.com/text v0.3.1",
  "replace golang.org/x/text latest => example.com/text v0.3.1",
  "replace golang.org/x/text = ../text",
  "replace golang.org/x/text =>",
  "replace golang.org/x/text => ..\\text",
  "replace golang.org/x/text => C:/text",
  "replace (\n\ta.b/c => ./c\n\ta.b/d v1.0.0 => ./d\n)\n",
  "exclude golang.org/x/text v0.3.0",
  "exclude golang.org/x/text",
  "retract v1.0.0",
  "retract [v1.0.0, v1.1.0] // broken",
  "retract [v1.0.0 v1.1.0]",
  "retract v1.0.0 v1.1.0",
  "retract (\n\tv1.0.0\n\t[v1.0.0, v1.1.0]\n)\n",
  "retract",
  "tool golang.org/x/tools/cmd/stringer",
  "tool a b",
  "ignore ./node_modules",
  "godebug default=go1.21",
  "godebug (\n\tdefault=go1.21\n\tpanicnil=1\n)\n",
  "godebug panicnil",
  "toolchain go1.22.6",
  "toolchain default",
  "toolchain 1.22.6",
  "toolchain go1",
  "toolchain go2.0",
  "toolchain go1.22.6\ntoolchain go1.22.7",
  "go 1.22",
  "module example.com/other",
  "go (\n1.22\n)\n",
  "weird (\n\ta\n)\n",
  "require a.b/c (\n\tv1.0.0\n)\n",
  "(\n",
  ")\n",
  ",",
].map((rest) => HEAD + rest);

const WHOLE = [
  "",
  "module example.com/m",
  'module "example.com/m"',
  "module example.com/m x",
  "module",
  "module (\n\texample.com/m\n)\n",
  "module example.com/m\r\n\r\ngo 1.21\r\nrequire golang.org/x/text v0.3.0\r\n",
  ...["1.21.0", "1.21rc1", "1.21.0rc1", "v1.21", "1", "1.021", "go1.21", "1.21 1.22", "latest"].map(
    (word) => `module example.com/m\ngo ${word}\n`,
  ),
];

function withDirectory<T>(work: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "gostead-modfile-"));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The first line that is wrong for the go command; null where all is right. */
function goSays(text: string, directory: string): number | null {
  const file = join(directory, "x.mod");
  writeFileSync(file, text);
  const ran = spawnSync("go", ["mod", "edit", "-json", file], {
    env: GO,
    cwd: directory,
    encoding: "utf8",
  });
  if (ran.status === 0) return null;
  const found = /x\.mod:(\d+)/.exec(ran.stderr);
  assert.ok(found, ran.stderr);
  return Number(found[1]);
}

function weSay(text: string): number | null {
  return parseModFile(text).faults[0]?.line ?? null;
}

test("go agrees on which file is right, and on the first line that is wrong", { skip }, () => {
  withDirectory((directory) => {
    for (const text of [...CASES, ...WHOLE]) {
      const [ours, theirs] = [weSay(text), goSays(text, directory)];
      assert.equal(ours === null, theirs === null, `${text}\n${ours} ${theirs}`);
      // An open block ends with the file there: the line that opened it is more help.
      if (!/unterminated/.test(parseModFile(text).faults[0]?.says ?? "")) {
        assert.equal(ours, theirs, text);
      }
    }
  });
});

const WORDS = fc.constantFrom(
  ..."module go toolchain require replace exclude retract tool godebug ( ) [ ] , => // x a.b/c a.b/v2 v1.2.3 v2.0.0 v1 1.21 go1.21 ./d".split(
    " ",
  ),
  '"a.b/c"',
  "`x`",
  "/*",
  "\n",
  "\n",
  "\t",
);

test("go agrees on files that nobody would write", { skip }, () => {
  withDirectory((directory) => {
    fc.assert(
      fc.property(fc.array(WORDS, { maxLength: 12 }), (words) => {
        const text = words.join(" ");
        assert.equal(weSay(text) === null, goSays(text, directory) === null, text);
      }),
      { numRuns: 150 },
    );
  });
});

test("no bytes make it throw or take long", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const { faults } = parseModFile(text);
      for (const { line } of faults) assert.ok(line >= 1 && line <= text.split("\n").length);
    }),
  );
  const long = [
    `${"(".repeat(1e5)}`,
    `require ${"a/".repeat(1e5)} v1.0.0`,
    `require a ${"0-".repeat(1e5)}`,
  ];
  for (const text of [...long, `module ${'"\\'.repeat(1e5)}`, "require (\n".repeat(1e4)]) {
    const begun = process.hrtime.bigint();
    parseModFile(text);
    assert.ok(process.hrtime.bigint() - begun < 2_000_000_000n, text.slice(0, 20));
  }
});

test("what it says is what stands there", () => {
  const file = parseModFile(
    `${HEAD}toolchain go1.22.6\nrequire (\n\ta.b/c v1.2.3 // indirect\n)\nreplace a.b/c v1.2.3 => ../c\nreplace a.b/d => e.f/g v1.0.0\n`,
  );
  assert.deepEqual(file, {
    module: { value: "example.com/m", line: 1 },
    go: { value: "1.21", line: 3 },
    toolchain: { value: "go1.22.6", line: 5 },
    requires: [{ path: "a.b/c", version: "v1.2.3", said: "v1.2.3", line: 7 }],
    replaces: [
      { path: "a.b/c", version: "v1.2.3", to: "../c", toVersion: null, line: 9 },
      { path: "a.b/d", version: null, to: "e.f/g", toVersion: "v1.0.0", line: 10 },
    ],
    faults: [],
  });
});
