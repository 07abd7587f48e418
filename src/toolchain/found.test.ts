import assert from "node:assert/strict";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { findTrees } from "./found.ts";

function goroot(path: string): string {
  mkdirSync(join(path, "bin"), { recursive: true });
  writeFileSync(join(path, "VERSION"), "go1.22.6\n");
  writeFileSync(join(path, "bin", "go"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  return path;
}

function user(t: TestContext) {
  const HOME = realpathSync(tempDirectory(t));
  const own = join(HOME, "gostead");
  /** Below HOME, without what the machine itself has. */
  const found = (env: Record<string, string> = {}) =>
    findTrees({ HOME, ...env }, own)
      .filter(({ path }) => path.startsWith(HOME))
      .map(({ path, keeper }) => `${keeper} ${path.slice(HOME.length + 1)}`);
  return { HOME, own, found };
}

test("each manager's place is looked into", (t) => {
  const { HOME, found } = user(t);
  const places = {
    "module cache": "go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64",
    "~/sdk": "sdk/go1.22.6",
    goenv: ".goenv/versions/1.22.6",
    asdf: ".asdf/installs/golang/1.22.6/go",
    mise: ".local/share/mise/installs/go/1.22.6",
    g: ".g/versions/1.22.6",
    gobrew: ".gobrew/versions/1.22.6/go",
    gvm: ".gvm/gos/go1.22.6",
    goup: ".go/go1.22.6",
  };
  for (const path of Object.values(places)) goroot(join(HOME, path));
  const wanted = Object.entries(places).map(([keeper, path]) => `${keeper} ${path}`);
  assert.deepEqual(found().sort(), wanted.sort());
});

test("variables move the places", (t) => {
  const { HOME, found } = user(t);
  const env = {
    GOPATH: `${HOME}/a:${HOME}/b`,
    GOENV_ROOT: `${HOME}/e`,
    ASDF_DATA_DIR: `${HOME}/s`,
    MISE_DATA_DIR: `${HOME}/m`,
  };
  const trees = [
    "a/pkg/mod/golang.org/toolchain@v1",
    "e/versions/1.22.6",
    "s/installs/golang/1.22.6/go",
    "m/installs/go/1.22.6",
  ];
  for (const path of [...trees, "c/golang.org/toolchain@v2"]) goroot(join(HOME, path));
  assert.deepEqual(
    found(env)
      .map((line) => line.split(" ").at(-1))
      .sort(),
    trees.sort(),
  );
  const cache = found({ ...env, GOMODCACHE: `${HOME}/c` });
  assert.ok(cache.includes("module cache c/golang.org/toolchain@v2"));
});

test("programs on PATH lead to their trees through links; a tree is named once, ours never", (t) => {
  const { HOME, own, found } = user(t);
  goroot(join(HOME, "opt/go1.22"));
  mkdirSync(join(HOME, "bin"));
  symlinkSync(join(HOME, "opt/go1.22/bin/go"), join(HOME, "bin/go"));
  goroot(join(own, "toolchains/go1.22.6.linux-amd64"));
  goroot(join(HOME, "sdk/go1.23"));
  symlinkSync(join(HOME, "sdk/go1.23"), join(HOME, "sdk/current"));
  const path = [`${HOME}/bin`, "relative", "", `${own}/toolchains/go1.22.6.linux-amd64/bin`];
  const PATH = [...path, `${HOME}/sdk/go1.23/bin`, `${HOME}/none`].join(":");
  assert.deepEqual(found({ PATH }), ["~/sdk sdk/go1.23", "PATH opt/go1.22"]);
});

test("what is no tree, a dangling link and no HOME at all are passed over", (t) => {
  const { HOME, found } = user(t);
  for (const name of ["sdk/empty", "sdk/novers/bin", ".goenv/versions/x"]) {
    mkdirSync(join(HOME, name), { recursive: true });
  }
  symlinkSync("nowhere", join(HOME, "sdk/dangling"));
  mkdirSync(dirname(join(HOME, "go/pkg/mod/golang.org/x@v1/f")), { recursive: true });
  assert.deepEqual(found(), []);
  assert.ok(Array.isArray(findTrees({}, "/none")));
});
