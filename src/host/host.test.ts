import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../test/support/loopback.ts";
import { monotonicMs, now, sleep } from "./clock.ts";
import { realHost } from "./host.ts";

test("home and platform are asked for only when needed", () => {
  const host = realHost({});
  assert.throws(() => host.home, { code: "bad-setting" });
  assert.equal(realHost({ GOSTEAD_HOME: "/h" }).home.root, "/h");
  assert.match(host.platform.os, /^[a-z]+$/);
  assert.equal(host.cwd, process.cwd());
});

test("one client for the process, ended by close and opened again", async (t) => {
  const server = await serve(t, (_, res) => void res.end("hi"));
  const host = realHost({ GOENV: "off" });
  const client = host.http();
  assert.equal(host.http(), client);
  assert.equal(await (await client.get({ url: server.url })).text(9), "hi");
  await host.close();
  assert.notEqual(host.http(), client);
  assert.equal(await (await host.http().get({ url: server.url })).text(9), "hi");
  await host.close();
  await host.close();
});

test("the clocks tell the time and wait", async () => {
  const before = monotonicMs();
  await sleep(30);
  assert.ok(monotonicMs() - before >= 29);
  assert.ok(Math.abs(now().getTime() - Date.now()) < 1000);
  const reason = new Error("enough");
  await assert.rejects(sleep(1e6, AbortSignal.abort(reason)), (error) => error === reason);
  const control = new AbortController();
  setTimeout(() => control.abort(reason), 10);
  await assert.rejects(sleep(1e6, control.signal), (error) => error === reason);
});
