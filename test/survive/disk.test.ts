// Disks that are full, may not be written or are several: an install says which it
// is and exits 3, or copies where it cannot link. Nothing half is ever visible, and
// what needs no writing goes on working.
import assert from "node:assert/strict";
import { existsSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, withArena } from "../support/arena.ts";
import { names, type Ran } from "../support/home.ts";
import { ignoreRange, ON } from "../support/lies.ts";
import { noMounts, remount, withMounts } from "../support/mount.ts";
import {
  alter,
  assertNeverHalf,
  assertTidy,
  assertWhole,
  flipped,
  objectPath,
  treeOf,
  verified,
} from "../support/tree.ts";

const skip = noMounts;

function assertRefused(ran: Ran, code: string): void {
  assert.equal(ran.code, 3, ran.stderr);
  assert.match(ran.stderr, new RegExp(`error: .*\\[${code}\\]\\n.*fix: `, "s"));
  assert.equal(ran.stdout, "");
}

for (const [what, size, ranges] of [
  ["full while files are written", "2m", true],
  ["full while a zip comes whole", "1m", false],
  ["full from the start", "64k", true],
] as const) {
  test(`a disk that is ${what}`, { skip }, async () => {
    await withArena(async (arena) => {
      const { gostead } = arena.home;
      await withMounts([[gostead, `size=${size}`]], async () => {
        const whole = ranges ? undefined : arena.proxy.lie(ignoreRange(ON.zip));
        assertRefused(await arena.run("install", "1.22.6"), "no-space");
        whole?.stop();
        assert.deepEqual(await assertNeverHalf(arena.home), []);
        const pruned = await arena.run("prune");
        assert.equal(pruned.code, 0, pruned.stderr);
        assert.deepEqual(await names(join(gostead, "staging")), []);
        remount(gostead, "size=64m");
        assert.equal((await arena.run("install", "1.22.6")).code, 0);
        await assertWhole(treeOf(arena.home, "1.22.6"), "1.22.6");
      });
    });
  });
}

test("a disk that is full when the receipt is written", { skip }, async () => {
  await withArena(async (arena) => {
    const receipts = join(arena.home.gostead, "receipts");
    await withMounts([[receipts, "size=8k"]], async () => {
      fill(receipts);
      assertRefused(await arena.run("install", "1.22.6"), "no-space");
      assert.deepEqual(await assertNeverHalf(arena.home), []);
      assert.equal((await arena.run("prune")).code, 0);
      await assertNothingStored(arena);
      remount(receipts, "size=1m");
      assert.equal((await arena.run("install", "1.22.6")).code, 0);
      await assertWhole(treeOf(arena.home, "1.22.6"), "1.22.6");
    });
  });
});

function fill(directory: string): void {
  const { bsize, bavail } = statfsSync(directory);
  writeFileSync(join(directory, "filler"), Buffer.alloc(bsize * bavail));
}

async function assertNothingStored({ home }: Arena): Promise<void> {
  const stored = await names(join(home.gostead, "store"));
  assert.deepEqual(
    stored.filter((name) => /[0-9a-f]{64}/.test(name)),
    [],
  );
}

test("a home that may not be written", { skip }, async () => {
  await withArena(async (arena) => {
    const { gostead, user } = arena.home;
    await withMounts([[gostead, "size=64m"]], async () => {
      assert.equal((await arena.run("install", "1.22.5")).code, 0);
      remount(gostead, "ro");
      writeFileSync(join(user, ".go-version"), "1.22.5\n");
      assertRefused(await arena.run("install", "1.22.6"), "no-permission");
      const listed = await arena.run("list");
      assert.match(listed.stdout, /1\.22\.5/);
      assert.equal((await verified(arena, "1.22.5")).code, 0);
      const which = await arena.run("which");
      assert.equal(which.stdout, `${join(treeOf(arena.home, "1.22.5"), "bin/go")}\n`);
      assert.deepEqual([listed.code, which.code], [0, 0], listed.stderr + which.stderr);
      const byPath = await verified(arena, treeOf(arena.home, "1.22.5"));
      assert.equal(byPath.code, 0, byPath.stderr);
    });
  });
});

for (const [what, rooms, options] of [
  ["the store", ["store"], "size=64m"],
  ["every room", ["store", "toolchains", "staging", "quarantine", "receipts"], "size=64m"],
  ["toolchains, bound from the same disk", ["toolchains"], "bind"],
] as const) {
  test(`another file system for ${what}`, { skip }, async () => {
    await withArena(async (arena) => {
      const { home } = arena;
      const mounts = rooms.map((room) => [join(home.gostead, room), options] as const);
      await withMounts(mounts, () => lives(arena));
    });
  });
}

/** A life with two versions: shared, altered, repaired, uninstalled, pruned. */
async function lives(arena: Arena): Promise<void> {
  const { home } = arena;
  for (const version of ["1.22.5", "1.22.6"]) {
    const ran = await arena.run("install", version);
    assert.equal(ran.code, 0, ran.stderr);
    assert.ok(ran.stderr.split("\n").length <= 3, ran.stderr);
    await assertWhole(treeOf(home, version), version);
  }
  alter(join(treeOf(home, "1.22.6"), "bin/go"), flipped);
  alter(objectPath(home, "1.22.6", "bin/go"), (content) => content.subarray(1));
  writeFileSync(join(treeOf(home, "1.22.6"), "src/evil.go"), "");
  const repaired = await verified(arena, "--all", "--repair");
  assert.equal(repaired.code, 0, repaired.stderr);
  assert.equal((await verified(arena, "--all")).code, 0);
  assert.ok(statSync(objectPath(home, "1.22.6", "bin/go")).isFile());
  const removed = await arena.run("uninstall", "1.22.5");
  assert.equal(removed.code, 0, removed.stderr);
  assert.equal(existsSync(treeOf(home, "1.22.5")), false);
  assert.equal((await arena.run("prune")).code, 0);
  await assertTidy(home, ["1.22.6"]);
  await assertWhole(treeOf(home, "1.22.6"), "1.22.6");
}
