import assert from "node:assert/strict";
import { relative } from "node:path";
import { test } from "node:test";
import { homePaths, layoutOf } from "./paths.ts";

test("GOSTEAD_HOME, then XDG data, then HOME", () => {
  const HOME = "/home/gopher";
  const root = (env: Record<string, string>) => homePaths(env).root;
  assert.equal(root({ HOME, XDG_DATA_HOME: "/data", GOSTEAD_HOME: "/opt/go/" }), "/opt/go");
  assert.equal(root({ HOME, XDG_DATA_HOME: "/data" }), "/data/gostead");
  assert.equal(root({ HOME, XDG_DATA_HOME: "relative" }), "/home/gopher/.local/share/gostead");
  assert.equal(root({ HOME, GOSTEAD_HOME: "" }), "/home/gopher/.local/share/gostead");
});

test("a home that cannot be is refused by name", () => {
  const refused = (env: Record<string, string>, message: RegExp) =>
    assert.throws(() => homePaths(env), { code: "bad-setting", message });
  refused({}, /HOME is not set/);
  refused({ HOME: "" }, /HOME is not set/);
  refused({ GOSTEAD_HOME: "/a:b" }, /GOSTEAD_HOME cannot be used/);
  refused({ GOSTEAD_HOME: "/a\\b" }, /GOSTEAD_HOME cannot be used/);
  refused({ GOSTEAD_HOME: "here" }, /GOSTEAD_HOME cannot be used: here/);
  refused({ GOSTEAD_HOME: "~/go" }, /GOSTEAD_HOME/);
  refused({ HOME: "gopher" }, /HOME cannot be used/);
  refused({ GOSTEAD_HOME: "/x/../proc/1" }, /GOSTEAD_HOME cannot be used/);
  assert.equal(homePaths({ GOSTEAD_HOME: "/process" }).root, "/process");
  refused({ GOSTEAD_HOME: "/a\n/b" }, /\/a\\u\{a\}\/b/);
});

test("every part lies below the root, each in a place of its own", () => {
  const { root, ...parts } = layoutOf("/r");
  const places = Object.values(parts).map((path) => relative(root, path));
  assert.equal(new Set(places).size, places.length);
  assert.ok(
    places.every((place) => /^[a-z]+$/.test(place)),
    places.join(),
  );
});
