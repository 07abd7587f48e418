// Files that versions share (security S1, S2): bytes that changed on disk and a
// neighbour's manifest that lies never reach the next version, what is altered is
// reported by name, and everything is on the disk before it becomes visible.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { BUNDLE, environment, finished, runGostead } from "../support/home.ts";
import {
  alter,
  assertWhole,
  contentOf,
  copyHome,
  flipped,
  objectPath,
  receiptOf,
  treeOf,
  verified,
} from "../support/tree.ts";

const SHARED = "lib/time/zoneinfo.zip";

test("the next patch beside an altered neighbour", async (t) => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    for (const [name, run] of CASES) {
      await t.test(name, () => run({ ...arena, home: copyHome(arena.home) }));
    }
  });
});

const CASES: readonly [name: string, run: (arena: Arena) => Promise<void>][] = [
  ["one byte changed in place, times restored", (arena) => alteredObject(arena, flipped)],
  ["truncated", (arena) => alteredObject(arena, (content) => content.subarray(0, 1000))],
  ["a manifest that names another content", forgedManifest],
  ["a manifest that cannot be read", damagedManifest],
];

async function alteredObject(arena: Arena, change: (content: Buffer) => Buffer): Promise<void> {
  const { home, env } = arena;
  alter(join(treeOf(home, "1.22.5"), SHARED), change);
  const ran = await runGostead(["install", "1.22.6"], { home, env });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr, /altered on disk: lib\/time\/zoneinfo\.zip of go1\.22\.5/);
  await assertWhole(treeOf(home, "1.22.6"), "1.22.6");
  const found = await verified(arena, "--all");
  assert.equal(found.code, 4);
  assert.deepEqual(found.problems, [`changed ${SHARED}`]);
  const repaired = await verified(arena, "--all", "--repair");
  assert.equal(repaired.code, 0, repaired.stderr);
  for (const version of ["1.22.5", "1.22.6"]) await assertWhole(treeOf(home, version), version);
  assert.deepEqual(readFileSync(objectPath(home, "1.22.6", SHARED)), contentOf("1.22.6", SHARED));
}

/** The neighbour's manifest keeps path, size and CRC, but names an object of evil content. */
async function forgedManifest(arena: Arena): Promise<void> {
  const { home, env } = arena;
  const evil = Buffer.from("package fmt // evil\n");
  const digest = hash("sha256", evil);
  const honest = hash("sha256", contentOf("1.22.5", "src/fmt/print.go"));
  alter(receiptOf(home, "1.22.5", "manifest"), (text) =>
    Buffer.from(text.toString().replace(honest, digest)),
  );
  const object = join(home.gostead, "store/sha256", digest.slice(0, 2), digest);
  mkdirSync(dirname(object), { recursive: true });
  writeFileSync(object, evil, { mode: 0o444 });
  const ran = await runGostead(["install", "1.22.6"], { home, env });
  assert.equal(ran.code, 0, ran.stderr);
  await assertWhole(treeOf(home, "1.22.6"), "1.22.6");
  const found = await verified(arena, "1.22.5");
  assert.equal(found.code, 4, "the forged manifest must not count as proof");
  assert.equal((await verified(arena, "1.22.5", "--repair")).code, 0);
  await assertWhole(treeOf(home, "1.22.5"), "1.22.5");
}

async function damagedManifest(arena: Arena): Promise<void> {
  const { home, env } = arena;
  alter(receiptOf(home, "1.22.5", "manifest"), (text) => text.subarray(0, text.length >> 1));
  const ran = await runGostead(["install", "1.22.6"], { home, env });
  assert.equal(ran.code, 0, ran.stderr);
  await assertWhole(treeOf(home, "1.22.6"), "1.22.6");
  assert.equal((await verified(arena, "--all")).code, 4);
  assert.equal((await verified(arena, "--all", "--repair")).code, 0);
  assert.equal((await verified(arena, "--all")).code, 0);
}

const skip = spawnSync("strace", ["-V"]).status === 0 ? false : "no strace";

test("a sync completes before the rename that makes a tree visible", { skip }, async () => {
  await withArena(async ({ home, env }) => {
    const log = join(home.root, "strace");
    const calls = "trace=syncfs,fsync,rename,renameat,renameat2";
    const command = [process.execPath, BUNDLE, "install", "1.22.6"];
    const ran = await finished(
      spawn("strace", ["-f", "-o", log, "-e", calls, ...command], {
        env: { ...environment(home), ...env },
      }),
    );
    assert.equal(ran.code, 0, ran.stderr);
    const lines = readFileSync(log, "utf8").split("\n");
    const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
    const synced = at(/syncfs.*= 0$/);
    const receipt = at(/rename.*receipts\/go1\.22\.6\.linux-amd64\.json"/);
    const visible = at(/rename.*toolchains\/go1\.22\.6\.linux-amd64"/);
    assert.ok(synced >= 0 && receipt >= 0 && visible >= 0, lines.join("\n"));
    assert.ok(synced < receipt && receipt < visible, lines.join("\n"));
  });
});
