/**
 * Kills installs and looks at what they leave. Each home holds 1.22.5 and is told
 * to install 1.22.6, so that files are fetched and shared. After each kill no
 * visible tree may be half; then an install must succeed and `prune` give back
 * all that lies about.
 */
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { parseVersion } from "#model/version.ts";
import { install } from "#toolchain/install.ts";
import { prune } from "#toolchain/prune.ts";
import { type Arena, installs } from "./arena.ts";
import { engineOn, HERE } from "./engine.ts";
import { finished, type Home, startGostead } from "./home.ts";
import { ON } from "./lies.ts";
import { assertNeverHalf, assertTidy, assertWhole, copyHome, treeOf } from "./tree.ts";

const VERSIONS = ["1.22.5", "1.22.6"];
const RELEASE = { version: parseVersion("1.22.6")!, platform: HERE };

/** Longer than any writer may hold a temporary file. */
const LATER_MS = 2 * 60 * 60 * 1000;

export function startInstall({ env }: Arena, home: Home): ChildProcess {
  return startGostead(["install", "1.22.6"], { home, env });
}

/** Milliseconds from the start of an install to its first request and to its end. */
export async function timeInstall(arena: Arena): Promise<{ first: number; end: number }> {
  const home = copyHome(arena.home);
  const start = performance.now();
  let first = Infinity;
  const noted = arena.proxy.lie({
    on: ON.all,
    body(body) {
      first = Math.min(first, performance.now() - start);
      return body;
    },
  });
  const ran = await finished(startInstall(arena, home));
  noted.stop();
  assert.equal(ran.code, 0, ran.stderr);
  return { first, end: performance.now() - start };
}

/** Kills at `moments` (ms after each start) one after the other in one home, then recovers. */
export async function killAt(arena: Arena, moments: readonly number[]): Promise<void> {
  const home = copyHome(arena.home);
  for (const moment of moments) {
    const child = startInstall(arena, home);
    const ended = finished(child);
    await new Promise((wake) => setTimeout(wake, moment));
    child.kill("SIGKILL");
    await ended;
    const versions = await assertNeverHalf(home);
    assert.ok(versions.includes("1.22.5"), "the neighbour must stay");
  }
  await recovers(arena, home);
}

/** An install succeeds, every tree is whole, and prune leaves nothing that is not needed. */
export async function recovers({ env }: Arena, home: Home): Promise<void> {
  const root = home.gostead;
  await install(RELEASE, engineOn({ root, env }));
  for (const version of VERSIONS) await assertWhole(treeOf(home, version), version);
  const later = engineOn({ root, env, nowMs: () => Date.now() + LATER_MS });
  await prune({ unusedDays: undefined, spared: [], dryRun: false }, later);
  await assertTidy(home, VERSIONS);
}

const KILLS_PER_HOME = 4;

/** `count` random moments between the first request and the end, some in each home; the same for the same seed. */
export async function killMany(arena: Arena, count: number, seed: number): Promise<void> {
  await installs(arena, "1.22.5");
  const { first, end } = await timeInstall(arena);
  const random = generator(seed);
  const moment = () => first * 0.9 + random() * (end * 1.05 - first * 0.9);
  for (let killed = 0; killed < count; killed += KILLS_PER_HOME) {
    await killAt(arena, Array.from({ length: KILLS_PER_HOME }, moment));
  }
}

/** mulberry32: enough to spread moments, and to find them again. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
