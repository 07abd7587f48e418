/** A home with two versions, and a switch between them that is killed at its system calls. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Arena, installs, withArena } from "./arena.ts";
import { BUNDLE, environment, finished, type Home, runGostead } from "./home.ts";
import { copyHome } from "./tree.ts";

export const OLD = "1.22.5";
export const NEW = "1.22.6";

export async function withBoth(use: (arena: Arena) => Promise<void>): Promise<void> {
  await withArena(async (arena) => {
    for (const version of [OLD, NEW]) await installs(arena, version);
    await use(arena);
  });
}

export async function sets(arena: Arena, version: string): Promise<void> {
  const ran = await arena.run("default", version);
  assert.equal(ran.code, 0, ran.stderr);
}

/** What the shim reads; where a generation counts, its go must be of that version. */
export function standing({ gostead }: Home): string {
  const link = join(gostead, "default");
  const word = readFileSync(link, "utf8").trim();
  if (lstatSync(link).isSymbolicLink()) {
    const go = spawnSync(join(gostead, "current/go/bin/go"), ["version"], { encoding: "utf8" });
    assert.equal(go.stdout?.split(" ")[2], `go${word}`);
  }
  return word;
}

export const noStrace = spawnSync("strace", ["-V"]).status === 0 ? false : "no strace";

export interface Switch {
  readonly what: string;
  readonly args: readonly string[];
  readonly prepare: (arena: Arena) => unknown;
}

export const SWITCHES: readonly Switch[] = [
  { what: "default", args: ["default", NEW], prepare: (arena) => sets(arena, OLD) },
  {
    what: "the first switch of a home with a plain default",
    args: ["default", NEW],
    prepare: ({ home }) => writeFileSync(join(home.gostead, "default"), `${OLD}\n`),
  },
  {
    what: "rollback",
    args: ["rollback"],
    prepare: async (arena) => {
      await sets(arena, NEW);
      await sets(arena, OLD);
    },
  },
];

/** Kills the switch at each of these system calls that it makes, each time in a fresh home. */
export async function killedEverywhere(
  t: TestContext,
  { what, args, prepare }: Switch,
  calls: readonly string[],
): Promise<void> {
  await withBoth(async (arena) => {
    await prepare(arena);
    for (const call of calls) {
      let kills = 0;
      while (await killedAt(arena, args, `${call}:when=${kills + 1}`)) kills += 1;
      t.diagnostic(`${what}, ${call}: killed ${kills} times`);
      assert.ok(kills > 0 || call !== "rename", "a switch renames");
    }
  });
}

/** False when the command came to its end: it makes no such call any more. */
async function killedAt(arena: Arena, args: readonly string[], inject: string): Promise<boolean> {
  const one = { ...arena, home: copyHome(arena.home) };
  const kill = ["-f", "-o", "/dev/null", "-e", `inject=${inject.replace(":", ":signal=KILL:")}`];
  const env = { ...environment(one.home), ...arena.env };
  const ran = await finished(
    spawn("strace", [...kill, process.execPath, BUNDLE, ...args], { env, cwd: one.home.user }),
  );
  assert.match(standing(one.home), /^1\.22\.[56]$/, inject);
  if (ran.code === 0) return false;
  const again = await runGostead(["default", NEW], { home: one.home, env: arena.env });
  assert.equal(again.code, 0, `${inject}: ${again.stderr}`);
  assert.equal(standing(one.home), NEW);
  const left = readdirSync(join(one.home.gostead, "generations"));
  assert.deepEqual(
    left.filter((name) => name.startsWith(".")),
    [],
    inject,
  );
  return true;
}
