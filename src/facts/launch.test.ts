// The chain of parents, held against ps and against a recorded /proc with names made to confuse.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { realHost } from "#host/host.ts";
import { gather } from "./gather.ts";
import { recordedPlace, thisPlace } from "./place.ts";

test("our own parents, as ps names them", async () => {
  const { launch } = await gather(["launch"], thisPlace(realHost()));
  assert.ok(launch.known);
  assert.equal(launch.value.chain[0]?.pid, process.ppid);
  for (const { pid, name } of launch.value.chain.slice(0, 3)) {
    const ran = spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" });
    if (ran.status === 0) assert.equal(ran.stdout.trim(), name);
  }
});

async function chainOf(stats: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "gostead-launch-"));
  try {
    writeFileSync(join(root, "machine.json"), "{}");
    for (const [pid, text] of Object.entries(stats)) {
      mkdirSync(join(root, "proc", pid), { recursive: true });
      writeFileSync(join(root, "proc", pid, "stat"), text);
    }
    const { launch } = await gather(["launch"], await recordedPlace(root));
    return launch.known ? launch.value.chain.map(({ name, kind }) => `${name} ${kind}`) : launch;
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("names with brackets and blanks, a circle, and no /proc", async () => {
  const self = "9 (node) R 8 9 9 0 ";
  assert.deepEqual(
    await chainOf({
      self,
      8: "8 (bash) S 7 ",
      7: "7 (tmux: server) S 5 ",
      5: "5 (x) S 2 (y) S 1 ",
      1: "1 (systemd) S 0 ",
    }),
    ["bash other", "tmux: server terminal", "x) S 2 (y other", "systemd systemd"],
  );
  assert.deepEqual(await chainOf({ self, 8: "8 (sshd) S 7 ", 7: "7 (a) S 8 " }), [
    "sshd ssh",
    "a other",
  ]);
  assert.deepEqual(await chainOf({}), { known: false, reason: "there is no /proc here" });
});
