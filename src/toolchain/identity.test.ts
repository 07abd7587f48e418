import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { identify } from "./identity.ts";

const HERE = { os: "plan9", arch: "386" };

function tree(t: TestContext, version: string, tools: readonly string[] = []): string {
  const root = tempDirectory(t);
  writeFileSync(join(root, "VERSION"), version);
  for (const name of tools) mkdirSync(join(root, "pkg", "tool", name), { recursive: true });
  return root;
}

const nameOf = (root: string) => {
  const release = identify(root, HERE);
  return release && `${release.version} ${release.platform.os}/${release.platform.arch}`;
};

test("the first line of VERSION and the one platform below pkg/tool", (t) => {
  const version = "go1.22.6\ntime 2024-07-30T02:11:00Z\n";
  assert.equal(nameOf(tree(t, version, ["linux_arm64"])), "1.22.6 linux/arm64");
  assert.equal(nameOf(tree(t, "go1.26rc1", ["windows_amd64"])), "1.26rc1 windows/amd64");
  assert.equal(nameOf(tree(t, "go1.22.6\r\n", ["linux_amd64"])), "1.22.6 linux/amd64");
});

test("a packager's words stand behind a blank and are no part of the version", (t) => {
  assert.equal(nameOf(tree(t, "go1.22.6 X:nocoverageredesign\n")), "1.22.6 plan9/386");
});

test("no platform, or more than one, is this machine's", (t) => {
  assert.equal(nameOf(tree(t, "go1.22.6\n")), "1.22.6 plan9/386");
  const two = ["linux_amd64", "darwin_arm64"];
  assert.equal(nameOf(tree(t, "go1.22.6\n", two)), "1.22.6 plan9/386");
  assert.equal(nameOf(tree(t, "go1.22.6\n", ["a_b_c", "notes"])), "1.22.6 plan9/386");
});

test("what Go would not write is no release", (t) => {
  const words = [
    "",
    "1.22.6",
    "devel go1.23-abc",
    "go",
    "go1.x",
    " go1.22.6",
    "go../..",
    "\0go1.22",
  ];
  for (const text of words) assert.equal(nameOf(tree(t, text)), undefined, text);
  assert.equal(nameOf(tree(t, `go1.22.6${"x".repeat(5000)}`)), undefined);
  assert.equal(nameOf(join(tree(t, ""), "none")), undefined);
});

test("a link to VERSION is followed, as packagers make them; a FIFO or directory is not waited for", {
  timeout: 5000,
}, (t) => {
  const root = tree(t, "go1.22.6\n");
  const other = tempDirectory(t);
  symlinkSync(join(root, "VERSION"), join(other, "VERSION"));
  assert.equal(nameOf(other), "1.22.6 plan9/386");
  rmSync(join(other, "VERSION"));
  execFileSync("mkfifo", [join(other, "VERSION")]);
  assert.equal(nameOf(other), undefined);
  rmSync(join(other, "VERSION"));
  mkdirSync(join(other, "VERSION"));
  assert.equal(nameOf(other), undefined);
});
