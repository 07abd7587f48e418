// The acceptance of B5 with the published go1.27.4, from the machine's own GOPROXY: a
// GOPATH becomes modules that build, and undo gives the tree back to the last bit.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { plant } from "../support/gopath.ts";
import { type Home, type Ran, runGostead, snapshot, withHome } from "../support/home.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";
import { mismatches } from "../support/schema.ts";
import { treeOf } from "../support/tree.ts";

const VERSION = "1.27.4";

const skip = reasonToSkip();

const OLD_VENDOR = "example.com/vend/vendor/github.com/pkg/errors";
const TREE: Readonly<Record<string, string>> = {
  "example.com/a/a.go":
    'package a\n\nimport (\n\t"example.com/b"\n\t"mylib"\n)\n\nvar A = b.B + mylib.M\n',
  "example.com/b/b.go": "package b\n\nconst B = 1\n",
  "mylib/m.go": "package mylib\n\nconst M = 2\n",
  // Repositories, not packages, import each other.
  "example.com/c/c.go": 'package c\n\nimport _ "example.com/d/sub"\n',
  "example.com/d/d.go": 'package d\n\nimport _ "example.com/c"\n',
  "example.com/d/sub/sub.go": "package sub\n",
  "example.com/broken/x.go": 'package broken\n\nvar X int = "no int"\n',
  "example.com/needy/n.go": 'package needy\n\nimport _ "example.com/broken"\n',
  "example.com/rel/r.go": 'package rel\n\nimport _ "./inner"\n',
  "example.com/rel/inner/i.go": "package inner\n",
  "example.com/vend/v.go":
    'package vend\n\nimport "github.com/pkg/errors"\n\nvar E = errors.New("e")\n',
  "example.com/vend/Gopkg.lock":
    '[[projects]]\n  name = "github.com/pkg/errors"\n  packages = ["."]\n  revision = "645ef00459ed84a119197bfb8d8205042c6df63d"\n  version = "v0.8.0"\n',
  [`${OLD_VENDOR}/errors.go`]: "package errors\r\n\r\nfunc New(string) error { return nil }\r\n",
  [`${OLD_VENDOR}/gone.bin`]: "\0binary",
};

const GOOD = [
  "mylib",
  "example.com/a",
  "example.com/b",
  "example.com/c",
  "example.com/d",
  "example.com/vend",
];

interface Applied {
  readonly repositories: {
    module: string;
    result: string;
    on?: string;
    step?: string;
    tail?: string[];
  }[];
  readonly changes: number;
  readonly kept: unknown[];
}

const fits = (ran: Ran, name: string) => {
  const schema = new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);
  assert.deepEqual(mismatches(JSON.parse(ran.stdout), schema), [], ran.stdout);
};

test("a GOPATH becomes modules that build, vet and list; undo restores the tree", {
  skip,
}, async () => {
  await withHome(async (home) => {
    const src = join(home.user, "work", "src");
    plant(src, TREE);
    chmodSync(join(src, OLD_VENDOR, "errors.go"), 0o640);
    const bashrc = join(home.user, ".bashrc");
    writeFileSync(bashrc, "umask 022\nexport GOPATH=$HOME/work\n");
    const { env, go } = await ready(home);
    const before = await snapshot(join(home.user, "work"));

    fits(await runGostead(["migrate", "scan", "--json"], { home, env }), "migrate-scan");
    fits(await runGostead(["migrate", "plan", "--json"], { home, env }), "migrate-plan");
    const shown = await runGostead(["migrate", "apply", "-n", "--json"], {
      home,
      env,
      timeoutMs: 600_000,
    });
    fits(shown, "migrate-apply");
    assert.deepEqual(await snapshot(join(home.user, "work")), before);

    const ran = await runGostead(["migrate", "apply", "-y", "--json"], {
      home,
      env,
      timeoutMs: 600_000,
    });
    assert.equal(ran.code, 1, ran.stderr);
    fits(ran, "migrate-apply");
    const { repositories } = JSON.parse(ran.stdout) as Applied;
    const results = Object.fromEntries(repositories.map((one) => [one.module, one.result]));
    assert.deepEqual(results, {
      ...Object.fromEntries(GOOD.map((name) => [name, "migrated"])),
      "example.com/broken": "failed",
      "example.com/needy": "waits",
      "example.com/rel": "blocked",
    });
    const broken = repositories.find(({ module }) => module === "example.com/broken");
    assert.equal(broken?.step, "go build ./...");
    assert.match(broken?.tail?.join("\n") ?? "", /^\.\/x\.go:3:13: cannot use "no int"/m);

    for (const name of GOOD)
      for (const words of proofs(name)) assert.equal(go(join(src, name), words), 0);
    assert.match(readFileSync(join(src, "example.com/vend/go.mod"), "utf8"), /errors v0\.8\.0$/m);
    assert.equal(existsSync(join(src, OLD_VENDOR, "gone.bin")), false);
    assert.equal(existsSync(join(src, "example.com/broken/go.mod")), false);
    // Three repositories still need GOPATH.
    assert.match(readFileSync(bashrc, "utf8"), /GOPATH/);

    const back = await runGostead(["migrate", "undo", "--json"], { home, env });
    assert.equal(back.code, 0, back.stderr);
    assert.deepEqual(await snapshot(join(home.user, "work")), before);
    assert.deepEqual(await snapshot(join(home.gostead, "staging")), {});
  });
});

test("when all are modules, the line that set GOPATH goes, and comes back with undo", {
  skip,
}, async () => {
  await withHome(async (home) => {
    plant(join(home.user, "work", "src"), { "example.com/b/b.go": "package b\n" });
    const bashrc = join(home.user, ".bashrc");
    const text = "umask 022\nexport GOPATH=$HOME/work\n";
    writeFileSync(bashrc, text);
    const { env } = await ready(home);
    const ran = await runGostead(["migrate", "apply", "--yes"], { home, env });
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(readFileSync(bashrc, "utf8"), "umask 022\n");
    assert.equal((await runGostead(["migrate", "undo"], { home, env })).code, 0);
    assert.equal(readFileSync(bashrc, "utf8"), text);
    // What lies in the old module cache would be lost to Go.
    plant(join(home.user, "work", "pkg", "mod"), { "cache/x": "" });
    const kept = await runGostead(["migrate", "apply", "--yes"], { home, env });
    assert.match(kept.stderr, /~\/\.bashrc:2 sets GOPATH and stays: its module cache is used/);
    assert.equal(readFileSync(bashrc, "utf8"), text);
  });
});

function proofs(name: string): string[][] {
  const list = name.endsWith("vend")
    ? ["list", "-mod=readonly", "-m", "all"]
    : ["list", "-m", "all"];
  return [["build", "./..."], ["vet", "./..."], list];
}

/** The toolchain installed; and its go, run as a user without GOPATH would. */
async function ready(home: Home) {
  // One build cache for all runs: it holds only what this Go compiled.
  const cache = {
    GOCACHE: join(home.tmp, "gocache"),
    GOMODCACHE: join(home.tmp, "modcache"),
    GOFLAGS: "-modcacherw",
  };
  const env = {
    ...networkEnv(),
    ...cache,
    GOPATH: join(home.user, "work"),
    GOSTEAD_VERSION: VERSION,
  };
  const installed = await runGostead(["install", VERSION], { home, env });
  assert.equal(installed.code, 0, installed.stderr);
  const program = join(treeOf(home, VERSION), "bin/go");
  const go = (cwd: string, words: readonly string[]) => {
    const own = {
      ...process.env,
      ...env,
      GOPATH: join(home.tmp, "none"),
      GOTOOLCHAIN: "local",
      GOROOT: "",
    };
    const ran = spawnSync(program, words, { cwd, env: own, encoding: "utf8" });
    return ran.status === 0 ? 0 : `${cwd}: go ${words.join(" ")}: ${ran.stderr}`;
  };
  return { env, go };
}
