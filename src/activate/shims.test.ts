// Writing shims: what is refused, what a writer leaves behind, what a hot call costs in processes, and shellcheck.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { has } from "../../test/support/shells.ts";
import { tell, withShims } from "../../test/support/shimhome.ts";
import { shimTexts, writeShims } from "./shims.ts";

const PLAN = { root: "/opt/gostead", node: "/usr/bin/node", version: "1.2.3" };

test("no placeholder is left, and the home stands in each program", () => {
  for (const [name, text] of shimTexts(PLAN)) {
    assert.doesNotMatch(text, /@[A-Z_]+@/, name);
    assert.match(text, /^_gs_home='\/opt\/gostead'$/m, name);
    assert.ok(text.startsWith("#!/bin/sh\n"), name);
  }
});

test("a home that no shell could use is refused", () => {
  for (const root of ["relative", "", "/a:b", "/a\\b", "/a\nb", "/a\u0000b", "/a\u001bb"]) {
    for (const plan of [
      { ...PLAN, root },
      { ...PLAN, node: root },
    ]) {
      assert.throws(
        () => shimTexts(plan),
        (error) => error instanceof GosteadError && error.code === "bad-setting",
      );
    }
  }
});

test("programs are written 0755 and by rename, and nothing else is left", async () => {
  await withShims((at) => {
    const before = statSync(join(at.home, "shims/go"));
    writeFileSync(join(at.home, "shims/go.new"), "left behind by a killed writer");
    const written = writeShims({ root: at.home, node: process.execPath, version: "2.0.0" });
    assert.deepEqual(
      written,
      ["bin/gostead", "shims/go", "shims/gofmt"].map((name) => join(at.home, name)),
    );
    const after = statSync(join(at.home, "shims/go"));
    assert.notEqual(after.ino, before.ino);
    assert.equal(after.mode & 0o777, 0o755 & ~process.umask());
    assert.deepEqual(readdirSync(join(at.home, "shims")), ["go", "gofmt"]);
    assert.match(readFileSync(join(at.home, "bin/gostead"), "utf8"), /gostead 2\.0\.0/);
  });
});

test("shellcheck has nothing to say", {
  skip: !has("shellcheck") && "no shellcheck here",
}, async () => {
  await withShims((at) => {
    const files = ["bin/gostead", "shims/go"].map((name) => join(at.home, name));
    const { stdout } = spawnSync("shellcheck", ["--shell=sh", ...files], { encoding: "utf8" });
    assert.equal(stdout, "");
  });
});

const noStrace =
  (!has("strace") || spawnSync("strace", ["-o", "/dev/null", "true"]).status !== 0) &&
  "no strace here";

test("a hot call is one exec after the shell's own, and no fork", { skip: noStrace }, async () => {
  await withShims((at) => {
    const deep = join(at.cwd, "1/2/3/4/5/6/7/8/9/10");
    mkdirSync(deep, { recursive: true });
    const scenes: readonly (readonly [string, string, Record<string, string>])[] = [
      [".go-version", "1.24.6\n", {}],
      [".go-version", "# ours\n1.24\n", {}],
      ["go.mod", "module m\n\ngo 1.23.0\n\ntoolchain go1.23.4\n", {}],
      ["go.mod", "module m\n\ngo 1.24.0\n\nrequire example.com/x v1.0.0\n", {}],
      [".tool-versions", "nodejs 20\ngolang 1.24.6\n", {}],
      ["mise.toml", '[env]\nX = "1"\n[tools]\nnode = "20"\ngo = "1.24"\n', {}],
      [".goenv", 'GO_BUILD_TAGS="prod"\nGO_VERSION="1.24.6"\n', {}],
      ["gostead.yaml", "policy:\n  minVersion: 1.22.3\ngo: 1.24 # ours\n", {}],
      ["go.work", "go 1.24.0\n\nuse ./x\n", {}],
      ["x", "", { GOTOOLCHAIN: "go1.24.6" }],
      ["x", "", {}],
    ];
    for (const [file, text, env] of scenes) {
      const path = join(at.cwd, file);
      writeFileSync(path, text);
      const { forks, execs } = traced({ ...at, cwd: deep }, env);
      assert.deepEqual(
        { forks, execs: execs.length },
        { forks: 0, execs: 2 },
        `${file} ${text} ${execs.join(" ")}`,
      );
      spawnSync("rm", [path]);
    }
  });
});

function traced(at: Parameters<typeof tell>[0], env: Record<string, string>) {
  const log = join(at.root, "trace");
  // A toolchain that is no script: its own exec is the last.
  const tool = join(at.home, "toolchains");
  for (const name of readdirSync(tool)) spawnSync("cp", ["/bin/true", join(tool, name, "bin/go")]);
  tell(
    at,
    [
      "strace",
      "-f",
      "-o",
      log,
      "-e",
      "trace=execve,fork,vfork,clone,clone3",
      join(at.home, "shims/go"),
      "version",
    ],
    env,
  );
  const lines = readFileSync(log, "utf8").split("\n");
  return {
    forks: lines.filter((line) => /\b(v?fork|clone3?)\(/.test(line)).length,
    execs: lines.filter((line) => /\bexecve\(.*= 0$/.test(line)),
  };
}
