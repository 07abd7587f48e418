import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import {
  chmodSync,
  lchownSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { after, type TestContext, test } from "node:test";
import type { Sha256 } from "#model/hash.ts";
import { openPool } from "#store/pool.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { inspectTree, type Measure } from "./inspect.ts";

process.umask(0o022);
const pool = openPool(1);
after(() => pool.close());

const FILES: Readonly<Record<string, string>> = {
  VERSION: "go1.22.6\n",
  "bin/go": "#!/bin/sh\n",
  "lib/wasm/go_js_wasm_exec": "#!/bin/sh\n",
  "src/e.go": "",
  "src/fmt/print.go": "package fmt\n",
};
const EXECUTABLE = ["bin/go", "lib/wasm/go_js_wasm_exec"];

/** A sound tree, and what it must hold. */
function soundTree(t: TestContext): Measure {
  const root = join(tempDirectory(t), "go");
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content, { mode: EXECUTABLE.includes(name) ? 0o555 : 0o444 });
  }
  const files = new Map(
    Object.entries(FILES).map(([name, text]) => [name, hash("sha256", text) as Sha256]),
  );
  return { root, files, pool, ours: true, uid: process.getuid?.() };
}

/** Problems as `kind path`, with what was got when `got` says so. */
async function problems(measure: Measure): Promise<string[]> {
  const found = await inspectTree(measure);
  assert.equal(found.filesChecked, Object.keys(FILES).length);
  return found.problems.map(({ kind, path, got }) =>
    got === undefined || kind === "changed" ? `${kind} ${path}` : `${kind} ${path} ${got}`,
  );
}

/** What is done to a sound tree, and what must be said of it. */
const CASES: readonly [
  what: string,
  spoil: (at: (name: string) => string) => void,
  want: string[],
][] = [
  ["nothing at all", () => {}, []],
  ["one byte", (at) => rewrite(at("bin/go"), "#!/bin/sH\n", 0o555), ["changed bin/go"]],
  ["emptied", (at) => truncateSync(at("src/fmt/print.go")), ["changed src/fmt/print.go"]],
  ["filled", (at) => rewrite(at("src/e.go"), "x", 0o444), ["changed src/e.go"]],
  ["a file gone", (at) => rmSync(at("VERSION")), ["missing VERSION"]],
  ["a directory gone", (at) => rmSync(at("bin"), { recursive: true }), ["missing bin/go"]],
  ["writable", (at) => chmodSync(at("bin/go"), 0o755), ["writable bin/go 755"]],
  ["group-writable", (at) => chmodSync(at("VERSION"), 0o464), ["writable VERSION 464"]],
  ["not executable", (at) => chmodSync(at("bin/go"), 0o444), ["mode bin/go 444"]],
  ["set-user-id", (at) => chmodSync(at("bin/go"), 0o4555), ["mode bin/go 4555"]],
  ["open directory", (at) => chmodSync(at("src/fmt"), 0o777), ["writable src/fmt 777"]],
  ["open root", (at) => chmodSync(at("."), 0o775), ["writable . 775"]],
  ["added", (at) => writeFileSync(at("src/fmt/evil.go"), ""), ["added src/fmt/evil.go"]],
  ["added beside src", (at) => writeFileSync(at("go.work"), ""), ["added go.work"]],
  ["added deep", (at) => addDeep(at("src/a/b/c")), ["added src/a/b/c/evil.go"]],
  ["an added link", (at) => symlinkSync("/etc", at("src/etc")), ["added src/etc"]],
  ["a link for a file", (at) => swap(at("bin/go"), at("../aside")), ["type bin/go link"]],
  ["a link for a directory", (at) => swap(at("src/fmt"), at("../aside")), ["type src/fmt link"]],
  ["a directory for a file", (at) => make("mkdir", at("VERSION")), ["type VERSION directory"]],
  ["a FIFO for a file", (at) => make("mkfifo", at("VERSION")), ["type VERSION fifo"]],
  [
    "a file for a directory",
    (at) => rewrite(at("bin"), "", 0o444),
    ["type bin file", "missing bin/go"],
  ],
];

const make = (program: string, path: string) => rmSync(path) ?? execFileSync(program, [path]);

function rewrite(path: string, content: string, mode: number): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, content, { mode });
}

function addDeep(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "evil.go"), "");
}

function swap(path: string, aside: string): void {
  renameSync(path, aside);
  symlinkSync(aside, path);
}

for (const [what, spoil, want] of CASES) {
  test(`a tree of ours: ${what}`, { timeout: 10_000 }, async (t) => {
    const measure = soundTree(t);
    spoil((name) => join(measure.root, name));
    assert.deepEqual(await problems(measure), want);
  });
}

test("owners: only ours and root's files and directories are right", async (t) => {
  if (process.getuid?.() !== 0) return t.skip("only root can give files away");
  const measure = soundTree(t);
  lchownSync(join(measure.root, "bin/go"), 4711, 0);
  lchownSync(join(measure.root, "src/fmt"), 4711, 0);
  assert.deepEqual(await problems(measure), ["owner bin/go 4711", "owner src/fmt 4711"]);
  assert.deepEqual(await problems({ ...measure, uid: 4711 }), []);
  assert.deepEqual(await problems({ ...measure, uid: undefined }), []);
});

test("a tree of others is judged by content; what matters is closed, the rest is theirs", async (t) => {
  const measure = { ...soundTree(t), ours: false };
  chmodSync(join(measure.root, "bin/go"), 0o755);
  chmodSync(join(measure.root, "src"), 0o777);
  writeFileSync(join(measure.root, "README"), "packaged by somebody");
  addDeep(join(measure.root, "misc"));
  assert.deepEqual(await problems(measure), []);
  for (const part of ["bin", "lib", "pkg", "src"]) addDeep(join(measure.root, part));
  const added = ["bin", "lib", "pkg", "src"].map((part) => `added ${part}/evil.go`);
  assert.deepEqual(await problems(measure), added);
});

test("one path may have several problems; problems come by path", async (t) => {
  const measure = soundTree(t);
  rewrite(join(measure.root, "bin/go"), "x", 0o755);
  rmSync(join(measure.root, "VERSION"));
  assert.deepEqual(await problems(measure), [
    "missing VERSION",
    "changed bin/go",
    "writable bin/go 755",
  ]);
});
