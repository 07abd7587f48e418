// SIGKILL in the middle of an install: at random moments, while the proxy holds it
// at a known place, and at single system calls chosen with strace. A toolchain is
// there or not there, never half, and prune gives back all that is left behind.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import type { Lie } from "../support/goproxy.ts";
import { BUNDLE, environment, finished } from "../support/home.ts";
import { killMany, recovers, startInstall } from "../support/kill.ts";
import { ignoreRange, ON, silence, stall } from "../support/lies.ts";
import { alter, assertNeverHalf, copyHome, flipped, treeOf, verified } from "../support/tree.ts";

test("SIGKILL at 20 random moments", async (t) => {
  const seed = Date.now() % 2 ** 31;
  t.diagnostic(`seed ${seed}`);
  await withArena((arena) => killMany(arena, 20, seed));
});

const HELD: readonly [where: string, lies: readonly Lie[]][] = [
  ["before the proof", [silence(ON.lookup)]],
  ["in a zip that comes whole", [ignoreRange(ON.zip), stall(ON.zip, 500_000)]],
  ["in a range of files", [{ ...stall(/\.zip$/, 0), answer: afterDirectory }]],
];

/** The last bytes are served; a range from within the file stalls after 50,000 bytes. */
function afterDirectory(...[answer, of]: Parameters<NonNullable<Lie["answer"]>>) {
  if (of.asked.headers.range?.startsWith("bytes=-")) return answer;
  return stall(ON.zip, 50_000).answer!(answer, of);
}

test("SIGKILL while the proxy holds the install", async (t) => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    for (const [where, lies] of HELD) await t.test(where, () => killHeld(arena, lies));
  });
});

async function killHeld(arena: Arena, lies: readonly Lie[]): Promise<void> {
  const home = copyHome(arena.home);
  const told = lies.map((lie) => arena.proxy.lie(lie));
  const before = arena.proxy.requests.length;
  const child = startInstall(arena, home);
  const ended = finished(child);
  await settled(arena, before);
  child.kill("SIGKILL");
  const ran = await ended;
  assert.equal(ran.signal, "SIGKILL", `it ended by itself: ${ran.stderr}`);
  assert.ok(
    told.every(({ count }) => count > 0),
    "it was not held",
  );
  for (const lie of told) lie.stop();
  assert.deepEqual(await assertNeverHalf(home), ["1.22.5"]);
  await recovers(arena, home);
}

/** Waits until requests have come, and then none for a while: the install stands still. */
async function settled({ proxy }: Arena, before: number): Promise<void> {
  for (let seen = before, quiet = 0; quiet < 3; ) {
    await new Promise((wake) => setTimeout(wake, 50));
    const now = proxy.requests.length;
    quiet = now > before && now === seen ? quiet + 1 : 0;
    seen = now;
  }
}

// `when` counts within each thread: the main one probes the store with its first link and the
// toolchains with its first rename, workers make the other links, a pool of threads the receipts.
const CALLS: readonly [where: string, inject: string, visible: boolean][] = [
  ["while files are linked", "link:when=7", false],
  ["when shelves of the store are made, after the h1", "mkdir:when=36", false],
  ["while the first receipt is synced", "fsync:when=1", false],
  ["at the rename that makes it visible", "rename:when=2", false],
  ["before its links are there", "rename:when=3", true],
];

const skip = spawnSync("strace", ["-V"]).status === 0 ? false : "no strace";

test("SIGKILL at a system call", { skip }, async (t) => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    for (const [where, inject, visible] of CALLS) {
      await t.test(where, () => killAtCall(arena, inject, visible));
    }
  });
});

async function killAtCall(arena: Arena, inject: string, visible: boolean): Promise<void> {
  const home = copyHome(arena.home);
  await killed({ ...arena, home }, ["install", "1.22.6"], inject);
  const versions = await assertNeverHalf(home);
  assert.deepEqual(versions, visible ? ["1.22.5", "1.22.6"] : ["1.22.5"]);
  await recovers(arena, home);
}

/** Runs a command that strace kills at a system call; it must not come to its answer. */
async function killed({ home, env }: Arena, args: readonly string[], inject: string) {
  const kill = ["-f", "-o", "/dev/null", "-e", `inject=${inject.replace(":", ":signal=KILL:")}`];
  const command = [process.execPath, BUNDLE, ...args];
  const ran = await finished(
    spawn("strace", [...kill, ...command], { env: { ...environment(home), ...env } }),
  );
  assert.notEqual(ran.code, 0, `it met no such call: ${ran.stdout}`);
  assert.equal(ran.stdout, "");
}

test("SIGKILL of an uninstall and of a repair", { skip }, async (t) => {
  await withArena(async (arena) => {
    for (const version of ["1.22.5", "1.22.6"]) await installs(arena, version);
    for (const inject of ["rename:when=2", "rename:when=3", "rmdir:when=3"]) {
      await t.test(`uninstall at ${inject}`, async () => {
        const home = copyHome(arena.home);
        await killed({ ...arena, home }, ["uninstall", "1.22.6"], inject);
        await assertNeverHalf(home);
        await recovers(arena, home);
      });
    }
    await t.test("repair while holders are linked anew", async () => {
      const one = { ...arena, home: copyHome(arena.home) };
      const altered = join(treeOf(one.home, "1.22.6"), "src/fmt/print.go");
      alter(altered, flipped);
      await killed(one, ["verify", "--repair", "1.22.6"], "rename:when=3");
      assert.equal((await verified(one, "--all", "--repair")).code, 0);
      await recovers(arena, one.home);
    });
  });
});
