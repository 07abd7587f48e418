import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesPatterns } from "./patterns.ts";

test("a pattern matches a path and all below it", () => {
  assert.equal(matchesPatterns("golang.org", "golang.org/toolchain"), true);
  assert.equal(matchesPatterns("golang.org/*", "golang.org/toolchain/x"), true);
  assert.equal(matchesPatterns("*", "golang.org/toolchain"), true);
  assert.equal(matchesPatterns("golang.org/x", "golang.org/xy"), false);
  assert.equal(matchesPatterns("golang.org/toolchain/x", "golang.org/toolchain"), false);
  assert.equal(matchesPatterns("corp.example/", "corp.example/a"), true);
});

test("any of several patterns will do; empty ones match nothing", () => {
  assert.equal(matchesPatterns("a.example,,*.corp", "x.corp/y"), true);
  for (const empty of ["", ",", "/", ",/,"])
    assert.equal(matchesPatterns(empty, "a.example"), false);
});

test("globs are those of path.Match", () => {
  const yes = [
    ["g[n-p]lang.org", "golang.org"],
    ["g[^a-n]lang.org", "golang.org"],
    ["g?lang.*", "golang.org"],
    ["\\golang.org", "golang.org"],
    ["*a*a*g", "banaaag/x"],
  ] as const;
  const no = [
    ["g[^n-p]lang.org", "golang.org"],
    ["golang?org", "golang/org"],
    ["golang*", "gola"],
    ["golang\\.*", "golangxorg"],
    ["*/*.go", "a/b.gox"],
    ["*[b/]", "a/b"],
    ["[", "["],
    ["[]a]", "a"],
    ["[a-]", "a"],
    ["a\\", "a\\"],
  ] as const;
  for (const [glob, path] of yes) assert.equal(matchesPatterns(glob, path), true, glob);
  for (const [glob, path] of no) assert.equal(matchesPatterns(glob, path), false, glob);
});

test("a glob of many stars takes no time", () => {
  const start = performance.now();
  assert.equal(matchesPatterns(`${"a*".repeat(5000)}b`, "a".repeat(10_000)), false);
  assert.ok(performance.now() - start < 2000);
});
