// The default changes by one rename: readers never miss it, a kill at any system call
// leaves the old one or the new one, and a disk that is full or read-only the old one.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import {
  BUNDLE,
  environment,
  finished,
  type Home,
  runGostead,
  startGostead,
} from "../support/home.ts";
import { noMounts, remount, withMounts } from "../support/mount.ts";
import { race } from "../support/race.ts";
import { copyHome } from "../support/tree.ts";

const OLD = "1.22.5";
const NEW = "1.22.6";

async function withBoth(use: (arena: Arena) => Promise<void>): Promise<void> {
  await withArena(async (arena) => {
    for (const version of [OLD, NEW]) await installs(arena, version);
    await use(arena);
  });
}

async function sets(arena: Arena, version: string): Promise<void> {
  const ran = await arena.run("default", version);
  assert.equal(ran.code, 0, ran.stderr);
}

/** What the shim reads; where a generation counts, its go must be of that version. */
function standing({ gostead }: Home): string {
  const link = join(gostead, "default");
  const word = readFileSync(link, "utf8").trim();
  if (lstatSync(link).isSymbolicLink()) {
    const go = spawnSync(join(gostead, "current/go/bin/go"), ["version"], { encoding: "utf8" });
    assert.equal(go.stdout?.split(" ")[2], `go${word}`);
  }
  return word;
}

test("500 switches while readers start go", async (t) => {
  await withBoth(async (arena) => {
    assert.equal((await arena.run("activate", "--write-shims")).code, 0);
    const raced = await race(arena.home, [OLD, NEW], 500);
    t.diagnostic(JSON.stringify(raced));
    assert.deepEqual(raced.failures, []);
    for (const seen of raced.reads) {
      assert.equal(Object.keys(seen).length, 2, "a reader that saw one version raced with nothing");
    }
  });
});

const skip = spawnSync("strace", ["-V"]).status === 0 ? false : "no strace";

const BEFORE: readonly [
  what: string,
  args: readonly string[],
  prepare: (arena: Arena) => unknown,
][] = [
  ["default", ["default", NEW], (arena) => sets(arena, OLD)],
  [
    "the first switch of a home with a plain default",
    ["default", NEW],
    ({ home }) => writeFileSync(join(home.gostead, "default"), `${OLD}\n`),
  ],
  [
    "rollback",
    ["rollback"],
    async (arena) => {
      await sets(arena, NEW);
      await sets(arena, OLD);
    },
  ],
];

for (const [what, args, prepare] of BEFORE) {
  test(`SIGKILL at every system call that changes something: ${what}`, { skip }, async (t) => {
    await withBoth(async (arena) => {
      await prepare(arena);
      let kills = 0;
      for (const call of ["mkdir", "symlink", "rename", "fsync"]) {
        while (await killedAt(arena, args, `${call}:when=${++kills}`)) {}
        t.diagnostic(`${call}: killed ${kills - 1} times`);
        assert.ok(kills > 1 || call !== "rename", "a switch renames");
        kills = 0;
      }
    });
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

test("SIGKILL at random moments", async () => {
  await withBoth(async (arena) => {
    await sets(arena, OLD);
    for (let n = 0; n < 12; n++) {
      const child = startGostead(["default", n % 2 === 0 ? NEW : OLD], arena);
      const ended = finished(child);
      await new Promise((wake) => setTimeout(wake, 40 + 12 * n));
      child.kill("SIGKILL");
      await ended;
      standing(arena.home);
    }
    await sets(arena, NEW);
    assert.equal(standing(arena.home), NEW);
  });
});

test("eight switches at once all succeed, and the log tells of each", async () => {
  await withBoth(async (arena) => {
    const words = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? OLD : NEW));
    const all = await Promise.all(words.map((word) => arena.run("default", word)));
    for (const ran of all) assert.equal(ran.code, 0, ran.stderr);
    const list = JSON.parse(
      `[${(await arena.run("rollback", "--list", "--json")).stdout.trim().replaceAll("\n", ",")}]`,
    );
    const log = (await arena.run("audit", "--json")).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const told = log.filter(({ kind }) => kind === "switch").map(({ detail }) => detail.snapshot);
    const newest = Math.max(...told.map((id: string) => Number(id.slice(5))));
    assert.equal(told.length, newest, "an event for each snapshot");
    assert.equal(list[0].snapshot_id, told.toSorted().at(-1));
    standing(arena.home);
  });
});

test("a full disk, a read-only home, generations on another device", {
  skip: noMounts,
}, async () => {
  await withArena(async (arena) => {
    const { gostead } = arena.home;
    await withMounts([[gostead, "size=64m"]], async () => {
      for (const version of [OLD, NEW]) await installs(arena, version);
      await sets(arena, OLD);
      const filler = join(gostead, "filler");
      spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1M"]);
      spawnSync("dd", ["if=/dev/zero", `of=${filler}.2`, "bs=512"]);
      const full = await arena.run("default", NEW);
      assert.equal(full.code, 3, full.stderr);
      assert.match(full.stderr, /\[no-space\]/);
      assert.equal(standing(arena.home), OLD);
      assert.equal(readdirSync(join(gostead, "generations")).length, 1);
      spawnSync("rm", [filler, `${filler}.2`]);
      remount(gostead, "ro");
      for (const args of [["default", NEW], ["rollback"]]) {
        const ran = await arena.run(...args);
        assert.ok(ran.code === 3 || ran.code === 2, ran.stderr);
        assert.equal(standing(arena.home), OLD);
      }
      remount(gostead, "rw");
      await sets(arena, NEW);
    });
  });
  await withBoth(async (arena) => {
    await withMounts([[join(arena.home.gostead, "generations"), "size=1m"]], async () => {
      await sets(arena, OLD);
      await sets(arena, NEW);
      assert.equal((await arena.run("rollback")).code, 0);
      assert.equal(standing(arena.home), OLD);
      assert.ok(existsSync(join(arena.home.gostead, "current", "snapshot.json")));
    });
  });
});
