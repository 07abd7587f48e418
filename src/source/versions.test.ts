import assert from "node:assert/strict";
import { test } from "node:test";
import { releaseName } from "#model/release.ts";
import { html, ON, shorten, status, truncate } from "../../test/support/lies.ts";
import { openWorks } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { openRoute } from "./route.ts";
import { remoteReleases } from "./versions.ts";

test("the list of the first proxy that has one, and who said so without a login", async (t) => {
  const { proxy, engine } = await openWorks(t, ["1.22.5", "1.22.6", "1.22.6 darwin-arm64"]);
  const { source, releases } = await remoteReleases(engine.route());
  assert.equal(source, `${proxy.url}/`);
  assert.deepEqual(releases.map(releaseName), [
    "go1.22.5.linux-amd64",
    "go1.22.6.linux-amd64",
    "go1.22.6.darwin-arm64",
  ]);
  assert.deepEqual(
    proxy.requests.map(({ path }) => path),
    ["/golang.org/toolchain/@v/list"],
  );
});

test("a list that is cut is asked for again; an empty one is a list", async (t) => {
  const { proxy, engine } = await openWorks(t, ["1.22.6"]);
  const cut = proxy.lie({ ...truncate(ON.list, 9), times: 1 });
  assert.equal((await remoteReleases(engine.route())).releases.length, 1);
  assert.equal(cut.count, 1);
  proxy.lie(shorten(ON.list, 0));
  assert.deepEqual((await remoteReleases(engine.route())).releases, []);
});

test("absent, refused and a login page are told apart", async (t) => {
  const { proxy, engine } = await openWorks(t, ["1.22.6"]);
  for (const [lie, wanted] of [
    [status(ON.list, 410), "not-available"],
    [status(ON.list, 401), "refused"],
    [html(ON.list), "bad-answer"],
  ] as const) {
    const told = proxy.lie(lie);
    await assert.rejects(remoteReleases(engine.route()), code(wanted));
    told.stop();
  }
});

test("a failing first proxy behind a bar is passed over", async (t) => {
  const { proxy, engine } = await openWorks(t, ["1.22.6"]);
  const { http } = engine.route();
  const route = openRoute(http, `http://127.0.0.1:1|${proxy.url}`);
  assert.equal((await remoteReleases(route)).releases.length, 1);
});
