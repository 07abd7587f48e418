// A log or a list that stands still, shrinks or forks is named (security S14): whoever
// hides what is new hides the fix that everybody else already has.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { arenaLog, installs, withArena } from "../support/arena.ts";
import { edit, ON } from "../support/lies.ts";

test("a head that has not grown for a week is named", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    assert.equal((await arena.run("sumdb", "check")).code, 0);
    const [log = ""] = readdirSync(join(arena.home.gostead, "sumdb"));
    const eightDays = Date.now() - 8 * 24 * 60 * 60 * 1000;
    writeFileSync(join(arena.home.gostead, "sumdb", log, "advanced"), `${eightDays}\n`);
    const checked = await arena.run("sumdb", "check");
    assert.equal(checked.code, 1, checked.stderr);
    assert.match(checked.stderr, /has not grown for 8 days/);
    const installed = await installs(arena, "1.22.6");
    assert.match(installed.stderr, /has not grown for 8 days/);
    arena.log.fill(10);
    assert.equal((await arena.run("sumdb", "check")).code, 0, "it has grown now");
  });
});

test("a list that has lost a release", async () => {
  await withArena(async ({ proxy, run }) => {
    assert.equal((await run("list", "--remote")).code, 0);
    proxy.lie(edit(ON.list, /.*1\.22\.6.*\n/, ""));
    for (const args of [
      ["list", "--remote"],
      ["install", "1.22"],
      ["install", "latest"],
    ]) {
      const ran = await run(...args);
      assert.equal(ran.code, 1, `${args}: ${ran.stderr}`);
      assert.match(ran.stderr, /go1\.22\.6\.linux-amd64.*--allow-older/s);
    }
    assert.equal((await run("install", "1.22", "--allow-older")).code, 0);
  });
});

test("another machine's head: older, newer, and one of a fork", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const file = join(arena.home.root, "head");
    const check = (head: string) => {
      writeFileSync(file, head);
      return arena.run("sumdb", "check", "--head", file);
    };
    assert.equal((await check(arena.log.head(1000))).code, 0);
    arena.log.fill(10);
    assert.equal((await check(arena.log.head())).code, 0);
    const fork = arenaLog().fork(1000);
    fork.fill(700);
    fork.add("evil.example/m v1.0.0 h1:evil\n");
    const forked = await check(fork.head());
    assert.equal(forked.code, 4, forked.stderr);
    assert.match(forked.stderr, /\[log-fork\]/);
    const quarantine = join(arena.home.gostead, "quarantine");
    assert.ok(existsSync(quarantine), "no evidence was kept");
    const evidence = readdirSync(quarantine).map((name) =>
      readFileSync(join(quarantine, name), "utf8"),
    );
    assert.ok(evidence.join().includes(fork.head()), "the forked head is not kept");
    assert.ok(evidence.join().includes(arena.log.head()), "our own head is not kept beside it");
  });
});
