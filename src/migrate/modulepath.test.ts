import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { faultOf, hasNoHost, isBelow, moduleOfRemote } from "./modulepath.ts";

test("a remote's path as a module path", () => {
  const cases: Readonly<Record<string, string | undefined>> = {
    "git@github.com:ada/tool.git": "github.com/ada/tool",
    "git@git.example.com:/ada/tool": "git.example.com/ada/tool",
    "ssh://git@git.example.com:2222/ada/tool.git": "git.example.com/ada/tool",
    "https://GitHub.com/Ada/Tool.git/": "github.com/Ada/Tool",
    "https://github.com/ada/tool": "github.com/ada/tool",
    "git://example.com/a.git": "example.com/a",
    "/srv/git/tool.git": undefined,
    "../tool": undefined,
    "file:///srv/tool": undefined,
    "https://example.com/": undefined,
    "https://example.com/a b": undefined,
    "": undefined,
  };
  for (const [remote, module] of Object.entries(cases)) {
    assert.equal(moduleOfRemote(remote), module, remote);
  }
});

// What golang.org/x/mod/module.CheckPath (v0.22.0) says of each, run by hand, but that it wants a dot in the first element.
test("paths that Go takes, and those that it does not", () => {
  for (const path of [
    "example.com/a",
    "mylib",
    "gopkg.in/yaml.v2",
    "a/b~c_d-e",
    "github.com/Ada/X",
  ]) {
    assert.equal(faultOf(path), undefined, path);
  }
  for (const path of [
    "",
    "a//b",
    "a/.b",
    "a/b.",
    "a b",
    "é",
    "-a",
    "a/con",
    "a/aux.go",
    "a\nb",
    "/a",
    "a/",
    "a@b",
    "a/../b",
    "a/x~1",
    "a/x~1.go",
    "a+b",
  ]) {
    assert.notEqual(faultOf(path), undefined, JSON.stringify(path));
  }
});

test("no remote makes a path that Go does not take", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((one) => `git@h.example:${one}`),
      ),
      (remote) => {
        const module = moduleOfRemote(remote);
        if (module === undefined) return;
        assert.equal(faultOf(module), undefined);
        assert.equal(hasNoHost(module) && !/^https?:\/\/localhost/.test(remote), false, remote);
      },
    ),
  );
});

test("below means the same elements", () => {
  assert.ok(isBelow("a.b/c/d", "a.b/c"));
  assert.ok(isBelow("a.b/c", "a.b/c"));
  assert.ok(!isBelow("a.b/cd", "a.b/c"));
});
