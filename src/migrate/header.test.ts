import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { readHeader } from "./header.ts";

const pathsOf = (text: string) => readHeader(text).imports.map(({ path }) => path);

test("every form of an import", () => {
  const text = `\uFEFF// Package p.
/* import "no" */
package p // import "example.com/p"

import "a"; import b "b"
import . "c"
import (
	_ "d" // import "no"
	\`e\`; f /* "no" */ "f"
)
import ()
var x = "import"
import "late"
`;
  const { name, imports } = readHeader(text);
  assert.equal(name, "p");
  assert.deepEqual(imports, [
    { path: "a", line: 5 },
    { path: "b", line: 5 },
    { path: "c", line: 6 },
    { path: "d", line: 8 },
    { path: "e", line: 9 },
    { path: "f", line: 9 },
  ]);
});

test("constraints count above the package clause alone", () => {
  const text = "//go:build ignore\n// +build !go1.9 linux\n\npackage p\n//go:build late\n";
  assert.deepEqual(readHeader(text).constraints, ["ignore", "!go1.9 linux"]);
});

test("what is no Go has no imports, or those before it ends", () => {
  assert.deepEqual(readHeader("").name, null);
  assert.deepEqual(pathsOf('import "a"'), []);
  assert.deepEqual(pathsOf('package p; import ("a"; 7; "b")'), ["a"]);
  assert.deepEqual(pathsOf('package p; import "a\n"; import "b"'), []);
  assert.deepEqual(pathsOf('package p; import "a"; import ("b"'), ["a", "b"]);
  assert.deepEqual(pathsOf('package p; /* import "a"'), []);
  assert.deepEqual(pathsOf('package p\0; import "a"'), []);
});

test("no text makes it fail, hang or invent", () => {
  const bits = [
    "package p",
    "import",
    "(",
    ")",
    '"a"',
    "`b`",
    ";",
    "\n",
    "//",
    "/*",
    "*/",
    "\\",
    ".",
    "x",
  ];
  const noise = fc.array(
    fc.oneof(fc.constantFrom(...bits), fc.string({ unit: "binary", maxLength: 4 })),
  );
  fc.assert(
    fc.property(noise, (pieces) => {
      const text = pieces.join(" ");
      for (const { path, line } of readHeader(text).imports) {
        assert.ok(line >= 1 && line <= text.split("\n").length);
        assert.ok(path === "" || text.replaceAll("\r", "").includes(path) || text.includes("\\"));
      }
    }),
  );
});

const go = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
const src = join(go.stdout?.trim() ?? "", "src");
const skip = go.status === 0 && existsSync(join(src, "net/http")) ? false : "no go on PATH";

interface Listed {
  readonly Dir: string;
  readonly [field: string]: unknown;
}

const SAMPLE = [
  "net/http",
  "os/...",
  "runtime/...",
  "go/...",
  "crypto/...",
  "cmd/go/...",
  "cmd/cgo",
];
const FILES = ["GoFiles", "CgoFiles", "TestGoFiles", "XTestGoFiles"];
/** As they are written: go list says where the copies lie that Go itself keeps. */
const written = (path: string) => path.replace(/^(cmd\/)?vendor\//, "");

const IMPORTS = ["Imports", "TestImports", "XTestImports"];

test("imports are those that go list sees, in Go's own packages; and a cut file has no others", {
  skip,
}, () => {
  const env = { ...process.env, GOFLAGS: "", GOWORK: "off", GOTOOLCHAIN: "local" };
  const fields = ["Dir", ...FILES, ...IMPORTS].join(",");
  const args = ["list", `-json=${fields}`, ...SAMPLE];
  const said = spawnSync("go", args, { cwd: src, env, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(said.status, 0, said.stderr);
  const packages = JSON.parse(`[${said.stdout.replaceAll("\n}\n{", "\n},\n{")}]`) as Listed[];
  assert.ok(packages.length > 100, `${packages.length}`);
  const listOf = (one: Listed, names: readonly string[]) =>
    names.flatMap((name) => (one[name] ?? []) as string[]);
  for (const one of packages) {
    const files = listOf(one, FILES).map((name) => readFileSync(join(one.Dir, name), "utf8"));
    const ours = new Set(files.flatMap(pathsOf));
    assert.deepEqual(
      [...ours].sort(),
      [...new Set(listOf(one, IMPORTS).map(written))].sort(),
      one.Dir,
    );
    const [first = ""] = files;
    const whole = pathsOf(first);
    for (let cut = 0; cut < Math.min(first.length, 3000); cut += 37) {
      const part = pathsOf(first.slice(0, cut));
      assert.deepEqual(part, whole.slice(0, part.length), `${one.Dir} cut at ${cut}`);
    }
  }
});
