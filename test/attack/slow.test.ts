// Servers that hold a client for ever: the real HTTP client of the CLI against
// the double, with its limits cut from half a minute to a third of a second.
// slow.nightly.ts runs the same against the bundle with the limits as shipped.
import assert from "node:assert/strict";
import test from "node:test";
import { HTTP_SETTINGS, openHttp } from "#host/fetch.ts";
import { LOG_NAME, withArena } from "../support/arena.ts";
import type { Lie } from "../support/goproxy.ts";
import { delay, drip, ON, silence, stall } from "../support/lies.ts";
import { toyToolchain, zipPath } from "../support/toolchain.ts";

const SHORT = {
  ...HTTP_SETTINGS,
  connectMs: 200,
  headersMs: 300,
  stallMs: 300,
  rateWindowMs: 600,
};
const ENOUGH_MS = 10_000;
const LATEST = `/sumdb/${LOG_NAME}/latest`;
const ZIP = zipPath(toyToolchain("1.22.6"));

/** Reads a path of the double with the lie told; the error, or undefined when all came. */
async function outcome(lie: Lie, path: string): Promise<unknown> {
  let error: unknown;
  await withArena(async ({ proxy }) => {
    const told = proxy.lie(lie);
    const http = openHttp({}, SHORT);
    const start = performance.now();
    try {
      const answer = await http.get({ url: proxy.url + path });
      assert.equal((await answer.bytes(10_000_000)).length > 0, true);
    } catch (failure) {
      error = failure;
    } finally {
      await http.close();
    }
    assert.equal(told.count, 1);
    assert.ok(performance.now() - start < ENOUGH_MS, "given up in time");
  });
  return error;
}

const HOLDS: readonly [what: string, lie: Lie, path: string][] = [
  ["slow-loris, a byte at a time", drip(ON.zip, 20), ZIP],
  ["slow-loris on a small file", drip(ON.latest, 250), LATEST],
  ["a head, then nothing", stall(ON.zip), ZIP],
  ["half a body, then nothing", stall(ON.zip, 100_000), ZIP],
  ["not even a head", silence(ON.latest), LATEST],
];

for (const [what, lie, path] of HOLDS) {
  test(`${what}: left, and the message names the host`, async () => {
    const error = await outcome(lie, path);
    assert.ok(error instanceof Error, "it must not succeed");
    assert.match(error.message, /127\.0\.0\.1/);
    assert.equal((error as Error & { code?: string }).code, "no-network");
  });
}

test("late, but within the limit, is no failure", async () => {
  assert.equal(await outcome(delay(ON.latest, 200), LATEST), undefined);
});
