import assert from "node:assert/strict";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { EMPTY } from "#model/hash.ts";
import { filesOf } from "./inspect.ts";
import { directoriesOf, isExecutable, twinOf } from "./shape.ts";

/** Where Go's own archives are unpacked, with the modes that their makers gave the files. */
const REAL = "/usr/local/go";
const noReal = existsSync(join(REAL, "pkg", "tool")) ? false : `no Go in ${REAL}`;

test("programs, tools, exec wrappers and scripts are executable; nothing else is, whatever it holds", () => {
  const executable = [
    "bin/go",
    "pkg/tool/linux_amd64/compile",
    "pkg/tool/linux_amd64/sub/x",
    "lib/wasm/go_js_wasm_exec",
    "lib/go_android_arm64_exec",
    "src/all.bash",
    "src/internal/trace/testdata/mktests.bash",
    "src/cmd/x.pl",
  ];
  const plain = [
    "bin",
    "bin/sub/go",
    "pkg/include/textflag.h",
    "lib/time/zoneinfo.zip",
    "lib/go_exec/x",
    "src/bin/go",
    "src/cmd/go_js_wasm_exec",
    "src/make.bat",
    "src/bash",
    "VERSION",
  ];
  assert.deepEqual(executable.filter(isExecutable), executable);
  assert.deepEqual(plain.filter(isExecutable), []);
});

test("the rule gives a real tree's modes", { skip: noReal }, () => {
  const entries = ["bin", "lib", "pkg", "src"].flatMap((part) =>
    readdirSync(join(REAL, part), { recursive: true, withFileTypes: true }),
  );
  const files = entries.filter((entry) => entry.isFile());
  assert.ok(files.length > 5000, `${files.length} files`);
  const wrong = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isExecutable(relative(REAL, path)) !== ((statSync(path).mode & 0o111) !== 0));
  assert.deepEqual(wrong, []);
});

test("_go.mod has a twin beside it, in any directory; what only looks like it has none", () => {
  assert.equal(twinOf("_go.mod"), "go.mod");
  assert.equal(twinOf("src/cmd/_go.mod"), "src/cmd/go.mod");
  for (const name of ["go.mod", "src/my_go.mod", "src/_go.mod/x", "src/_go.mod.old", "_go_mod"]) {
    assert.equal(twinOf(name), undefined, name);
  }
});

test("a manifest's tree holds both names of each twin", () => {
  const names = ["src/_go.mod", "src/my_go.mod", "a/_go.mod"];
  const files = filesOf({ entries: names.map((name) => ({ name, sha256: EMPTY, size: 0 })) });
  assert.deepEqual([...files.keys()].sort(), [
    "a/_go.mod",
    "a/go.mod",
    "src/_go.mod",
    "src/go.mod",
    "src/my_go.mod",
  ]);
});

test("every directory once, parents first, and none for files at the top", () => {
  assert.deepEqual(directoriesOf(["VERSION", "a/b/c/f", "a/b/g", "a-b/h", "a/b/c/i"]), [
    "a",
    "a-b",
    "a/b",
    "a/b/c",
  ]);
  const part = fc.constantFrom("a", "b", "a-b", "a.b");
  const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(fc.array(name), (names) => {
      const made = new Set<string>();
      for (const directory of directoriesOf(names)) {
        const parent = directory.slice(0, Math.max(0, directory.lastIndexOf("/")));
        assert.ok(parent === "" || made.has(parent), `${directory} before ${parent}`);
        assert.ok(!made.has(directory));
        made.add(directory);
      }
      const wanted = names.flatMap((one) => {
        const parts = one.split("/").slice(0, -1);
        return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
      });
      assert.deepEqual(made, new Set(wanted.sort()));
    }),
  );
});
