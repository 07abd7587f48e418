import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { plant } from "../../test/support/gopath.ts";
import { type Choice, goLine, modulePath, type Plan, plan } from "./plan.ts";
import { gopathEntries, rootsOf } from "./roots.ts";
import { scan } from "./scan.ts";

async function within(
  files: Readonly<Record<string, string>>,
  use: (home: string) => Promise<void>,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "gostead-scan-"));
  try {
    plant(join(home, "go", "src"), files);
    await use(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const look = (home: string, path?: string) =>
  scan(rootsOf(path, { HOME: home, GOENV: "off" }, home));
const STANDARD = ["fmt", "os"];
const choice: Choice = {
  version: "1.27.4",
  isStandard: (path) => STANDARD.includes(path),
  isPrivate: (path) => path.startsWith("hidden.corp/"),
};
const codes = ({ groups }: Plan) =>
  Object.fromEntries(
    groups.flat().map((one) => [one.module ?? "", one.findings.map(({ code }) => code)]),
  );

test("where a repository begins", async () => {
  const files = {
    "a.example/x/.git/config": "",
    "a.example/x/cmd/main.go": "package main",
    "a.example/x/vendor/v.example/v/v.go": "package v",
    "a.example/deep/er/p/p.go": "package p",
    "a.example/deep/er/p/q/q.go": "package q",
    "github.com/ada/tool/cmd/c/c.go": "package main",
    "github.com/ada/tool/lib/l.go": "package lib",
    "github.com/ada/docs/readme.md": "",
    "a.example/mod/go.mod": "module m.example/mod // own\n",
    "a.example/mod/m.go": "package mod",
    "a.example/x/nested/go.mod": "module a.example/x/nested\n",
    "a.example/x/nested/n.go": "package nested",
    "a.example/x/testdata/t.go": 'package t; import "no"',
    "_old/o.go": "package o",
  };
  await within(files, async (home) => {
    const { repositories, modules } = await look(home);
    assert.deepEqual(
      repositories.map(({ importPath, packages, vcs }) => [importPath, vcs, ...packages]),
      [
        ["a.example/deep/er/p", "none", ".", "q"],
        ["a.example/x", "git", "cmd"],
        ["github.com/ada/tool", "none", "cmd/c", "lib"],
      ],
    );
    assert.deepEqual(modules.map(modulePath), ["m.example/mod", "a.example/x/nested"]);
  });
});

test("PATH: a GOPATH entry, its src, a directory in it, a package in a repository, a stray repository", async () => {
  const files = {
    "a.example/x/x.go": "package x",
    "a.example/x/sub/s.go": "package s",
    "b.example/y/y.go": "package y",
  };
  await within(files, async (home) => {
    const paths = async (path: string) =>
      (await look(home, path)).repositories.map(({ importPath }) => importPath);
    assert.deepEqual(await paths("go"), ["a.example/x", "b.example/y"]);
    assert.deepEqual(await paths("go/src"), ["a.example/x", "b.example/y"]);
    assert.deepEqual(await paths("go/src/b.example"), ["b.example/y"]);
    assert.deepEqual(await paths("go/src/a.example/x/sub"), ["a.example/x"]);
    plant(join(home, "stray"), {
      ".git/config": '[remote "origin"]\nurl=https://h.example/s.git',
      "src/s.go": "package s",
    });
    const [stray] = (await look(home, "stray")).repositories;
    assert.deepEqual(stray && modulePath(stray), "h.example/s");
    assert.throws(() => rootsOf("none", { HOME: home }, home), { code: "usage" });
  });
});

test("links are not followed, nor is what cannot be read silently left out", async () => {
  await within({ "a.example/x/x.go": "package x" }, async (home) => {
    const src = join(home, "go", "src");
    symlinkSync(src, join(src, "loop"));
    symlinkSync("nowhere", join(src, "a.example", "x", "go.mod"));
    mkdirSync(join(src, "shut"));
    chmodSync(join(src, "shut"), 0);
    const found = await look(home);
    const isRoot = process.getuid?.() === 0;
    const reasons = found.skipped.map(({ path, reason }) => [path.slice(src.length + 1), reason]);
    assert.deepEqual(reasons, [
      ["loop", "it is a link, and links are not followed"],
      ...(isRoot ? [] : [["shut", "reading it is not permitted"]]),
    ]);
    // Go would write through it.
    assert.deepEqual(codes(plan(found, choice)), { "a.example/x": ["unreadable"] });
    chmodSync(join(src, "shut"), 0o755);
  });
});

test("a thousand repositories; every one is told of before it is looked at", async () => {
  const files = Array.from(
    { length: 1000 },
    (_, at) => [`a.example/r${at}/r.go`, "package r"] as const,
  );
  await within(Object.fromEntries(files), async (home) => {
    const told: string[] = [];
    const roots = rootsOf(undefined, { HOME: home, GOENV: "off" }, home);
    const { repositories } = await scan(roots, (path) => told.push(path));
    assert.equal(repositories.length, 1000);
    assert.deepEqual(
      told,
      repositories.map(({ importPath }) => importPath),
    );
  });
});

test("what stands in the way, by name", async () => {
  const files = {
    "a.example/rel/r.go": 'package r; import "../x"',
    "a.example/case/c.go": 'package c; import ("h.example/Foo"; "h.example/foo")',
    "a.example/gone/g.go": 'package g; import "exp/vector"',
    "a.example/cgo/c.go": 'package c; import "C"',
    "a.example/old/o.go": "// +build !go1.11\n\npackage o",
    "a.example/new/n.go": "//go:build !go1.99\n\npackage n",
    "a.example/corp/c.go": 'package c; import ("git.corp/x"; "git.corp/y"; "hidden.corp/z"; "fmt")',
    "a.example/vend/v.go": 'package v; import "h.example/v"',
    "a.example/vend/vendor/h.example/v/v.go": "package v",
    "a.example/ci/c.go": "package c",
    "a.example/ci/.github/workflows/ci.yml": "env:\n  GO111MODULE: auto # why\n",
    "a.example/two words/t.go": "package t",
    "plain/p.go": "package plain",
    "a.example/one/o.go": 'package o; import "a.example/two/sub"',
    "a.example/two/t.go": 'package t; import "a.example/one"',
    "a.example/two/sub/s.go": "package sub",
  };
  await within(files, async (home) => {
    const made = plan(await look(home), choice);
    assert.deepEqual(codes(made), {
      "a.example/rel": ["relative-import"],
      "a.example/case": ["case-collision"],
      "a.example/gone": ["unknown-import"],
      "a.example/cgo": ["cgo"],
      "a.example/old": ["old-go-code"],
      "a.example/new": [],
      "a.example/corp": ["private-import"],
      "a.example/vend": ["no-lock"],
      "a.example/ci": ["go111module-set"],
      "a.example/two words": ["bad-module-path"],
      plain: ["no-host"],
      "a.example/one": ["import-cycle"],
      "a.example/two": ["import-cycle"],
    });
    const rel = made.groups.flat().find(({ module }) => module === "a.example/rel");
    assert.match(rel?.findings[0]?.fix ?? "", /"a\.example\/x"/);
  });
});

test("a vendored package counts before one that lies beside, as in GOPATH", async () => {
  const files = {
    "a.example/app/a.go": 'package a; import ("b.example/b"; "c.example/c")',
    "a.example/app/vendor/b.example/b/b.go": "package b",
    "b.example/b/b.go": "package b",
    "c.example/c/c.go": 'package c; import "d.example/d/e"',
    "d.example/d/e/e.go": "package e",
  };
  await within(files, async (home) => {
    const app = plan(await look(home), choice)
      .groups.flat()
      .find(({ module }) => module === "a.example/app");
    // `d.example/d/e` is where the Go files begin.
    assert.deepEqual(app?.steps[1]?.args, [
      ...["mod", "edit", "-go=1.27.0"],
      "-replace=c.example/c=../../c.example/c",
      "-replace=d.example/d/e=../../d.example/d/e",
    ]);
    assert.deepEqual(
      app?.steps.slice(2).map(({ args }) => args.join(" ")),
      ["mod tidy", "mod vendor", "build ./...", "vet ./...", "list -mod=readonly -m all"],
    );
  });
});

test("the go line: the first release of the minor, as that Go writes it", () => {
  const lines = ["1.27.4", "1.27.0", "1.21.13", "1.20.14", "1.28rc1"].map(goLine);
  assert.deepEqual(lines, ["1.27.0", "1.27.0", "1.21.0", "1.20", "1.28rc1"]);
});

test("GOPATH's entries as Go takes them", () => {
  assert.deepEqual(gopathEntries({ GOPATH: "/a:/b::rel:/a/", GOENV: "off" }), ["/a", "/b"]);
  assert.deepEqual(gopathEntries({ HOME: "/h", GOENV: "off" }), ["/h/go"]);
  assert.deepEqual(gopathEntries({ GOENV: "off" }), []);
});
