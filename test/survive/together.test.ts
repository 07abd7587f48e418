// Many at once: of one version one install fetches and the others find it there; of
// different versions all succeed; prune takes nothing from an install that runs.
// Locks save work, no more: without any, still no visible tree is ever half (S20).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { prune } from "#toolchain/prune.ts";
import { type Arena, withArena } from "../support/arena.ts";
import { engineOn } from "../support/engine.ts";
import { environment, finished, type Ran, runGostead } from "../support/home.ts";
import { delay, ON } from "../support/lies.ts";
import { publish } from "../support/publish.ts";
import { toyToolchain } from "../support/toolchain.ts";
import { assertNeverHalf, assertTidy, assertWhole, treeOf, verified } from "../support/tree.ts";

const TEN = Array.from({ length: 10 }, (_, index) => index);

/** Patch releases that the arena does not have yet. */
function publishMore({ proxy }: Arena, count: number): string[] {
  const versions = Array.from({ length: count }, (_, index) => `1.21.${index}`);
  for (const version of versions) proxy.publish(publish(toyToolchain(version)));
  return versions;
}

function assertAllWell(runs: readonly Ran[]): void {
  for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
}

test("ten installs of one version: one fetches, all succeed", async () => {
  await withArena(async (arena) => {
    const runs = await Promise.all(TEN.map(() => arena.run("install", "--json", "1.22.6")));
    assertAllWell(runs);
    const said = runs.map(
      ({ stdout }) => JSON.parse(stdout) as { status: string; requests: number },
    );
    assert.deepEqual(said.map(({ status }) => status).sort(), [
      "installed",
      ...Array(9).fill("present"),
    ]);
    const zips = arena.proxy.requests.filter(({ path }) => ON.zip.test(path));
    const fetcher = said.find(({ status }) => status === "installed");
    assert.ok(zips.length <= (fetcher?.requests ?? 0), "somebody else fetched too");
    assert.equal(said.filter(({ requests }) => requests > 0).length, 1);
    await assertWhole(treeOf(arena.home, "1.22.6"), "1.22.6");
    await assertTidy(arena.home, ["1.22.6"]);
  });
});

test("ten installs of different versions, while prune loops", async () => {
  await withArena(async (arena) => {
    const versions = publishMore(arena, 10);
    let pruned = 0;
    let running = true;
    const engine = engineOn({ root: arena.home.gostead, env: arena.env });
    const looping = (async () => {
      for (; running; pruned++) {
        await prune({ unusedDays: undefined, spared: [], dryRun: false }, engine);
        await new Promise((wake) => setTimeout(wake, 20));
      }
    })();
    const runs = await Promise.all(versions.map((version) => arena.run("install", version)));
    running = false;
    await looping;
    assertAllWell(runs);
    assert.ok(pruned > 10, `only ${pruned} prunes`);
    for (const version of versions) await assertWhole(treeOf(arena.home, version), version);
    assert.equal((await verified(arena, "--all")).code, 0);
    await assertTidy(arena.home, versions);
  });
});

test("a second install waits, says for whom, and gives up in time", async () => {
  await withArena(async (arena) => {
    const held = arena.proxy.lie(delay(ON.lookup, 4000));
    const first = arena.run("install", "1.22.6");
    while (held.count === 0) await new Promise((wake) => setTimeout(wake, 10));
    const env = { ...arena.env, GOSTEAD_LOCK_TIMEOUT: "1" };
    const second = await runGostead(["install", "1.22.6"], { home: arena.home, env });
    assert.equal(second.code, 75, second.stderr);
    assert.match(second.stderr, /waiting for process \d+, gostead install 1\.22\.6/);
    assertAllWell([await first]);
  });
});

const LOCKLESS = fileURLToPath(new URL("../support/lockless.ts", import.meta.url));

function lockless({ home, env }: Arena, ...args: string[]): Promise<Ran> {
  const all = { ...environment(home), ...env };
  return finished(spawn(process.execPath, [LOCKLESS, ...args], { env: all }));
}

test("without locks: ten installs and a prune loop leave no visible tree half", async () => {
  await withArena(async (arena) => {
    const versions = publishMore(arena, 3);
    const pruning = lockless(arena, "prune", "2000");
    const installing = TEN.slice(0, 5).map(() => lockless(arena, "install", versions.join()));
    const watching = watch(arena, Promise.all(installing));
    const runs = [await pruning, ...(await Promise.all(installing))];
    assertAllWell(runs);
    await watching;
    const failures = runs.flatMap(({ stdout }) => stdout.split("\n").filter(Boolean));
    for (const failure of failures) assert.match(failure, /ENOENT|ENOTEMPTY/);
    assert.ok(failures.length > 0, "prune and the installs never met");
    assert.equal((await verified(arena, "--all")).code, 0);
    for (const version of versions) await arena.run("install", version);
    assert.equal((await arena.run("prune")).code, 0);
    await assertTidy(arena.home, versions);
  });
});

/** Looks at every visible tree again and again. */
async function watch({ home }: Arena, until: Promise<unknown>): Promise<void> {
  let running = true;
  const stop = () => {
    running = false;
  };
  until.then(stop, stop);
  for (; running; await new Promise((wake) => setTimeout(wake, 50))) await assertNeverHalf(home);
}
