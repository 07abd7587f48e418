// Ctrl-C and SIGTERM in the middle of an install: it ends at once by that signal, as a
// shell expects, nothing is visible, the terminal is as it was, and the next one works.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import test from "node:test";
import { type Arena, installs, visible, withArena } from "../support/arena.ts";
import type { Told } from "../support/goproxy.ts";
import { BUNDLE, environment, finished, runGostead, startGostead } from "../support/home.ts";
import { ON, stall } from "../support/lies.ts";
import { assertWhole, treeOf, verified } from "../support/tree.ts";

async function heard(told: Told): Promise<void> {
  for (let tries = 0; told.count === 0; tries++) {
    assert.ok(tries < 1000, "no request came");
    await new Promise((wake) => setTimeout(wake, 10));
  }
}

async function recovers(arena: Arena): Promise<void> {
  assert.deepEqual(await visible(arena.home), []);
  assert.equal((await arena.run("prune")).code, 0);
  await installs(arena, "1.22.6");
  await assertWhole(treeOf(arena.home, "1.22.6"), "1.22.6");
  assert.equal((await verified(arena, "1.22.6")).code, 0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(`${signal} while bytes are awaited`, async () => {
    await withArena(async (arena) => {
      const held = arena.proxy.lie(stall(ON.zip, 100_000));
      const child = startGostead(["install", "1.22.6"], arena);
      const ended = finished(child, { timeoutMs: 20_000 });
      await heard(held);
      const sent = performance.now();
      child.kill(signal);
      const ran = await ended;
      assert.equal(ran.signal, signal, `exit ${ran.code}: ${ran.stderr}`);
      assert.ok(performance.now() - sent < 5000, "it went on for too long");
      assert.equal(ran.stdout, "");
      held.stop();
      await recovers(arena);
    });
  });
}

const skip = spawnSync("script", ["--version"]).status === 0 ? false : "no script";

test("Ctrl-C at a terminal: the cursor is back, status 130", { skip }, async () => {
  await withArena(async (arena) => {
    const held = arena.proxy.lie({ ...stall(ON.zip, 1_900_000) });
    const command = `exec "${process.execPath}" "${BUNDLE}" install 1.22.6`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      env: { ...environment(arena.home), ...arena.env, TERM: "xterm", SHELL: "/bin/sh" },
    });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    const shown = () => Buffer.concat(out).toString();
    const ended = new Promise<number | null>((end) => child.on("close", end));
    await heard(held);
    const hidden = "\u001b[?25l";
    for (let tries = 0; tries < 100 && !shown().includes(hidden); tries++) {
      await new Promise((wake) => setTimeout(wake, 20));
    }
    assert.ok(shown().includes(hidden), `no progress is drawn: ${JSON.stringify(shown())}`);
    child.stdin.write("\u0003");
    assert.equal(await ended, 128 + 2, shown());
    const text = shown();
    assert.ok(
      text.lastIndexOf("\u001b[?25h") > text.lastIndexOf(hidden),
      "the cursor stays hidden",
    );
    assert.ok(
      text.lastIndexOf("\u001b[?7h") > text.lastIndexOf("\u001b[?7l"),
      "no lines are wrapped",
    );
    held.stop();
    await recovers(arena);
  });
});

test("an install that is interrupted leaves the one that waits for it free", async () => {
  await withArena(async (arena) => {
    const held = arena.proxy.lie({ ...stall(ON.zip, 100_000), times: 1 });
    const first = startGostead(["install", "1.22.6"], arena);
    const ended = finished(first);
    await heard(held);
    const second = runGostead(["install", "1.22.6"], arena);
    await new Promise((wake) => setTimeout(wake, 500));
    first.kill("SIGINT");
    assert.equal((await ended).signal, "SIGINT");
    assert.equal((await second).code, 0, (await second).stderr);
    await assertWhole(treeOf(arena.home, "1.22.6"), "1.22.6");
  });
});
