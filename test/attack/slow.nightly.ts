// The bundle against servers that hold it, with the limits as shipped: minutes.
import assert from "node:assert/strict";
import test from "node:test";
import { refused, withArena } from "../support/arena.ts";
import { runGostead } from "../support/home.ts";
import { drip, ON, silence, stall } from "../support/lies.ts";

const PATIENCE_MS = 15 * 60_000;

for (const [what, lie] of [
  ["slow-loris", drip(ON.zip, 100)],
  ["a stall", stall(ON.zip, 1000)],
  ["silence", silence(ON.lookup)],
] as const) {
  test(`${what} ends with exit 3 by itself`, async () => {
    await withArena(async (arena) => {
      arena.proxy.lie(lie);
      const run = (...args: string[]) =>
        runGostead(args, { home: arena.home, env: arena.env, timeoutMs: PATIENCE_MS });
      const start = performance.now();
      await refused({ ...arena, run }, { code: 3, says: /127\.0\.0\.1/ });
      assert.ok(performance.now() - start > 1000, "it did wait");
    });
  });
}
