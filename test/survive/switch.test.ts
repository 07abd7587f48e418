// The default changes by one rename: readers never miss it, a kill at any moment leaves the
// old one or the new one (at each system call: switch.nightly.ts), and a disk that is full
// or read-only the old one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { installs, withArena } from "../support/arena.ts";
import { finished, startGostead } from "../support/home.ts";
import { noMounts, remount, withMounts } from "../support/mount.ts";
import { race } from "../support/race.ts";
import {
  killedEverywhere,
  NEW,
  noStrace,
  OLD,
  SWITCHES,
  sets,
  standing,
  withBoth,
} from "../support/switchkill.ts";

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

test("SIGKILL at every rename", { skip: noStrace }, async (t) => {
  for (const one of SWITCHES) await killedEverywhere(t, one, ["rename"]);
});

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
