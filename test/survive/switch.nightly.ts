// The same race as in switch.test.ts, 10,000 switches (spec A8.6), and a kill at every system call that changes something.
import assert from "node:assert/strict";
import test from "node:test";
import { installs, withArena } from "../support/arena.ts";
import { race } from "../support/race.ts";
import { killedEverywhere, noStrace, SWITCHES } from "../support/switchkill.ts";

test("10,000 switches while readers start go: 0 failures", async (t) => {
  await withArena(async (arena) => {
    for (const version of ["1.22.5", "1.22.6"]) await installs(arena, version);
    await arena.run("activate", "--write-shims");
    const raced = await race(arena.home, ["1.22.5", "1.22.6"], 10_000);
    t.diagnostic(JSON.stringify(raced));
    assert.deepEqual(raced.failures, []);
  });
});

for (const one of SWITCHES) {
  test(`SIGKILL at every system call: ${one.what}`, { skip: noStrace }, async (t) => {
    await killedEverywhere(t, one, ["mkdir", "symlink", "rename", "fsync"]);
  });
}
