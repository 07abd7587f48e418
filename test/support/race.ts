/**
 * Switches of the default while readers start `go` all the time (spec A8.6): one
 * reader through `current/go/bin/go`, one through the shim. Whatever else than a
 * version's own answer one of them sees is a failure.
 */
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type SwitchDeps, switchTo, type Target } from "#activate/generationswitch.ts";
import { layoutOf } from "#host/paths.ts";
import { environment, finished, type Home } from "./home.ts";

export interface Raced {
  readonly switches: number;
  readonly msPerSwitch: number;
  /** How often each reader saw each answer. */
  readonly reads: readonly Readonly<Record<string, number>>[];
  readonly failures: readonly string[];
}

/** `$1` is the program, `$2` the file that ends it; prints one line for each start. */
const READER = `while [ ! -e "$2" ]; do
  out=$("$1" version 2>&1) || out="exit $?: $out"
  printf '%s\\n' "$out"
done`;

/** Both versions are installed, the shims are written. */
export async function race(
  home: Home,
  versions: readonly [string, string],
  count: number,
): Promise<Raced> {
  const stop = join(home.root, "stop");
  const programs = [join(home.gostead, "current/go/bin/go"), join(home.gostead, "shims/go")];
  const targets = versions.map(targetOf);
  const deps = quickDeps(home);
  await switchTo(targets[0]!, "race", deps);
  const readers = programs.map((program) => {
    const child = spawn("/bin/sh", ["-c", READER, "reader", program, stop], {
      env: environment(home),
      cwd: home.user,
    });
    return finished(child, { timeoutMs: 30 * 60_000 });
  });
  const begin = performance.now();
  try {
    for (let n = 1; n <= count; n++) await switchTo(targets[n % 2]!, "race", deps);
  } finally {
    writeFileSync(stop, "");
  }
  const msPerSwitch = (performance.now() - begin) / count;
  const ended = await Promise.all(readers);
  rmSync(stop);
  const lines = ended.map(({ stdout }) => stdout.split("\n").filter(Boolean));
  const answers = versions.map((version) => `go version go${version} `);
  const failures = [
    ...ended.map(({ stderr }) => stderr).filter(Boolean),
    ...lines.flat().filter((line) => !answers.some((answer) => line.startsWith(answer))),
  ];
  return { switches: count, msPerSwitch, reads: lines.map(tally), failures };
}

function tally(lines: readonly string[]): Record<string, number> {
  const seen: Record<string, number> = {};
  for (const line of lines) seen[line] = (seen[line] ?? 0) + 1;
  return seen;
}

function targetOf(version: string): Target {
  const release_path = `toolchains/go${version}.linux-amd64`;
  return { word: version, follows: null, version, release_path, h1: null };
}

/** A switch as it is made, but for the gate: its own processes would only slow the race down. */
function quickDeps(home: Home): SwitchDeps {
  return {
    home: layoutOf(home.gostead),
    nowMs: () => Date.now(),
    actor: "race",
    keep: 5,
    lock: {},
    gate: async () => {},
    targetOf: () => undefined,
  };
}
