// Files of an installed toolchain that were changed, removed or replaced: verify
// names each and exits 4, --repair fetches those alone and makes the tree whole.
// Nothing of an altered tree is ever executed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { deflateRawSync } from "node:zlib";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { runGostead } from "../support/home.ts";
import {
  alter,
  assertWhole,
  contentOf,
  copyHome,
  flipped,
  objectPath,
  treeOf,
  verified,
} from "../support/tree.ts";

/** What may be read over between two files, as cheaper than another request. */
const GAP = 64 * 1024;

test("an installed toolchain that was altered", async (t) => {
  await withArena(async (arena) => {
    for (const version of ["1.22.5", "1.22.6"]) await installs(arena, version);
    for (const [name, run] of CASES) {
      await t.test(name, (t) => run({ ...arena, home: copyHome(arena.home) }, t));
    }
  });
});

const CASES: readonly [name: string, run: (arena: Arena, t: TestContext) => Promise<void>][] = [
  ["bin/go changed, src/fmt deleted: only those are fetched", changedAndDeleted],
  ["every kind of thing that is no published file", everyKind],
  ["src led elsewhere by a link, VERSION a FIFO", misled],
  ["repair replaces inodes: an open descriptor reaches nobody", openDescriptor],
];

async function changedAndDeleted(arena: Arena): Promise<void> {
  const tree = treeOf(arena.home, "1.22.6");
  alter(join(tree, "bin/go"), flipped);
  rmSync(join(tree, "src/fmt"), { recursive: true });
  const { home, env } = arena;
  const ran = await runGostead(["verify", "1.22.6"], { home, env });
  assert.equal(ran.code, 4, ran.stderr);
  assert.match(ran.stdout, /changed +bin\/go: expected [0-9a-f]{64}, got [0-9a-f]{64}/);
  assert.match(ran.stdout, /missing +src\/fmt\/print\.go/);
  const before = arena.proxy.requests.length;
  const repaired = await verified(arena, "1.22.6", "--repair");
  assert.equal(repaired.code, 0, repaired.stderr);
  // The zip's directory is found with a suffix range; files are asked for from an offset.
  const asked = arena.proxy.requests
    .slice(before)
    .map(({ headers, bytes }) => ({ ...headers, bytes }));
  const files = asked.filter(({ range }) => /^bytes=\d/.test(range ?? ""));
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  const needed = deflateRawSync(contentOf("1.22.6", "bin/go")).length;
  assert.ok(bytes >= needed && bytes < needed + 2 * GAP, `${bytes} bytes fetched for ${needed}`);
  await assertWhole(tree, "1.22.6");
  assert.equal((await verified(arena, "--all")).code, 0);
}

async function everyKind(arena: Arena, t: TestContext): Promise<void> {
  const tree = treeOf(arena.home, "1.22.6");
  const at = (name: string) => join(tree, name);
  const canary = join(arena.home.root, `canary-${crypto.randomUUID()}`);
  copyFileSync(at("bin/gofmt"), join(arena.home.root, "good-copy"));
  replace(at("bin/gofmt"), (path) => symlinkSync(join(arena.home.root, "good-copy"), path));
  replace(at("bin/go"), (path) =>
    writeFileSync(path, `#!/bin/sh\ntouch ${canary}\n`, { mode: 0o555 }),
  );
  replace(at("src/io/io.go"), (path) => spawnSync("mkfifo", [path]));
  replace(at("src/make.bash"), (path) => writeFileSync(path, "", { mode: 0o555 }));
  rmSync(at("src/go.mod"));
  await socketAt(t, at("src/os/os.go"));
  for (const name of ["src/evil.go", "pkg/evil.a", "bin/evil", "lib/evil"])
    writeFileSync(at(name), "");
  symlinkSync("/etc", at("src/etc"));
  chmodSync(at("src/sort/sort.go"), 0o466);
  chmodSync(at("src/time/time.go"), 0o555);
  chmodSync(at("src/bytes"), 0o777);
  const found = await verified(arena, "1.22.6");
  assert.equal(found.code, 4, found.stderr);
  assert.deepEqual(found.problems, [
    "added bin/evil",
    "changed bin/go",
    "type bin/gofmt",
    "added lib/evil",
    "added pkg/evil.a",
    "writable src/bytes",
    "added src/etc",
    "added src/evil.go",
    "missing src/go.mod",
    "type src/io/io.go",
    "changed src/make.bash",
    "type src/os/os.go",
    "writable src/sort/sort.go",
    "mode src/time/time.go",
  ]);
  assert.match(found.stdout, /"got":"link"/);
  assert.match(found.stdout, /"got":"fifo"/);
  assert.match(found.stdout, /"got":"socket"/);
  const repaired = await verified(arena, "1.22.6", "--repair");
  assert.equal(repaired.code, 0, repaired.stderr);
  await assertWhole(tree, "1.22.6");
  assert.equal(existsSync(canary), false, "an altered program was executed");
}

function replace(path: string, make: (path: string) => void): void {
  rmSync(path);
  make(path);
}

/** A server's name, as long as the test: it is bound elsewhere, as such names are short. */
async function socketAt(t: TestContext, path: string): Promise<void> {
  const short = `/tmp/gs-${process.pid}.sock`;
  const server = createServer().listen(short);
  await new Promise((ready) => server.once("listening", ready));
  t.after(() => server.close());
  rmSync(path);
  renameSync(short, path);
}

async function misled(arena: Arena): Promise<void> {
  const tree = treeOf(arena.home, "1.22.6");
  renameSync(join(tree, "src"), join(arena.home.gostead, "src-elsewhere"));
  symlinkSync(join(arena.home.gostead, "src-elsewhere"), join(tree, "src"));
  replace(join(tree, "VERSION"), (path) => spawnSync("mkfifo", [path]));
  rmSync(join(tree, "lib/wasm"), { recursive: true });
  symlinkSync("wasm", join(tree, "lib/wasm"));
  const found = await verified(arena, "1.22.6");
  assert.equal(found.code, 4, found.stderr);
  const wanted = ["type VERSION", "type lib/wasm", "missing lib/wasm/go_js_wasm_exec", "type src"];
  assert.deepEqual(found.problems, wanted);
  const repaired = await verified(arena, "1.22.6", "--repair");
  assert.equal(repaired.code, 0, repaired.stderr);
  await assertWhole(tree, "1.22.6");
}

async function openDescriptor(arena: Arena): Promise<void> {
  const name = "src/strings/strings.go";
  const holders = ["1.22.5", "1.22.6"].map((version) => join(treeOf(arena.home, version), name));
  const places = [...holders, objectPath(arena.home, "1.22.6", name)];
  chmodSync(holders[0]!, 0o644);
  const fd = openSync(holders[0]!, "r+");
  chmodSync(holders[0]!, 0o444);
  writeSync(fd, "evil", 0);
  assert.equal((await verified(arena, "1.22.5", "--repair")).code, 0);
  writeSync(fd, "more evil", 0);
  closeSync(fd);
  for (const path of places) assert.deepEqual(readFileSync(path), contentOf("1.22.6", name), path);
  const inodes = places.map((path) => statSync(path).ino);
  assert.equal(new Set(inodes).size, 1, "the holders do not share the good inode");
  assert.equal((await verified(arena, "--all")).code, 0);
}
