/**
 * Where attacks happen: an honest log of some thousand records, a GOPROXY with
 * go1.22.5 and go1.22.6, an empty home, and the CLI bundle between them. What
 * every failed attack must leave is asserted in one place, `refused`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type GoProxy, type Lie, startProxy } from "./goproxy.ts";
import { type Home, names, type Ran, runGostead, snapshot, withHome } from "./home.ts";
import { type Log, makeLog } from "./log.ts";
import { MACHINE, toyToolchain } from "./toolchain.ts";

export const LOG_NAME = "log.gostead.test";

/** Enough for tiles of level 1, full and partial ones on level 0. */
const FILLER = 1500;

export interface Arena {
  readonly log: Log;
  readonly proxy: GoProxy;
  readonly home: Home;
  /** GOPROXY and GOSUMDB of the double. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the bundle against the double. */
  run(...args: string[]): Promise<Ran>;
}

/** What an attack must come to: the exit code, and what the message must name. */
export interface Refusal {
  readonly code: 3 | 4;
  readonly says: RegExp;
}

/** A fresh log with both releases in the middle of other people's records. */
export function arenaLog(): Log {
  const log = makeLog({ name: LOG_NAME, seed: "arena" });
  log.fill(FILLER);
  return log;
}

export async function withArena(use: (arena: Arena) => Promise<void>): Promise<void> {
  const log = arenaLog();
  const toolchains = ["1.22.5", "1.22.6"].map((version) => toyToolchain(version));
  const proxy = await startProxy({ log, toolchains });
  log.fill(FILLER / 3);
  const env = { GOPROXY: proxy.url, GOSUMDB: log.verifierKey };
  try {
    await withHome((home) =>
      use({ log, proxy, home, env, run: (...args) => runGostead(args, { home, env }) }),
    );
  } finally {
    await proxy.close();
  }
}

/** What is proven, or counts as it: no attack may change any of this. */
export async function kept(home: Home): Promise<Record<string, Record<string, string>>> {
  const found: Record<string, Record<string, string>> = {};
  for (const room of ["toolchains", "store", "receipts", "links"]) {
    found[room] = await snapshot(join(home.gostead, room));
  }
  return found;
}

/** GOROOT of an installed version. */
export function treeOf(home: Home, version: string): string {
  return join(home.gostead, "toolchains", `go${version}.${MACHINE}`);
}

/** Names of visible toolchains. */
export async function visible(home: Home): Promise<string[]> {
  const all = await names(join(home.gostead, "toolchains"));
  return all.filter((name) => !name.includes("/"));
}

/** Runs an attack and asserts that it was refused in these words and left nothing. */
export async function refused(
  arena: Arena,
  refusal: Refusal,
  args: readonly string[] = ["install", "1.22.6"],
): Promise<Ran> {
  const before = await kept(arena.home);
  const ran = await arena.run(...args);
  const said = `exit ${ran.code}: ${ran.stderr}`;
  assert.equal(ran.code, refusal.code, said);
  assert.match(errorOf(ran), refusal.says, said);
  assert.equal(ran.stdout, "", "a failed install prints no result");
  assert.doesNotMatch(ran.stderr, /(?!\n)\p{Cc}/u, "control characters reach the terminal");
  assert.doesNotMatch(ran.stderr, /\n\s+at .*:\d+:\d+\)?\n/, "a stack trace is no message");
  assert.deepEqual(await kept(arena.home), before, "something unproven was kept");
  assert.deepEqual(await names(join(arena.home.gostead, "staging")), [], "staging is not empty");
  assert.deepEqual(await names(arena.home.tmp), [], "TMPDIR is not empty");
  return ran;
}

/** The words of the error without its code: warnings and the fix prove nothing about it. */
function errorOf({ stderr }: Ran): string {
  const line = stderr.split("\n").find((text) => text.startsWith("gostead: error: ")) ?? "";
  return line.slice("gostead: error: ".length).replace(/ \[[a-z-]+\]$/, "");
}

/** Tells lies, asserts the refusal and that each was told, then the truth: it must install. */
export async function survives(lies: readonly Lie[], refusal: Refusal): Promise<void> {
  await withArena(async (arena) => {
    const told = lies.map((lie) => arena.proxy.lie(lie));
    await refused(arena, refusal);
    assert.ok(
      told.every(({ count }) => count > 0),
      "a lie that nobody heard proves nothing",
    );
    for (const lie of told) lie.stop();
    await installs(arena, "1.22.6");
  });
}

/** An honest install, afterwards: no lie may have poisoned the home. */
export async function installs(arena: Arena, version: string): Promise<Ran> {
  const ran = await arena.run("install", version);
  assert.equal(ran.code, 0, ran.stderr);
  const found = await visible(arena.home);
  assert.ok(found.includes(`go${version}.${MACHINE}`), found.join());
  return ran;
}
