// `use gostead` under the real direnv, whatever version this machine has.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { withHooks } from "../../test/support/hookhome.ts";
import { has } from "../../test/support/shells.ts";
import { type ShimHome, tell } from "../../test/support/shimhome.ts";
import { direnvFile } from "./hooks.ts";

const plain = (text: string) => text.replaceAll("\u001b", "").replaceAll(/\[[0-9;]*m/g, "");

/** direnv with our library in a home of its own; `.envrc` of `a`, `b` and `missing` is allowed. */
async function withDirenv(
  use: (at: ShimHome, run: (script: string, env?: Record<string, string>) => string[]) => void,
): Promise<void> {
  await withHooks((at) => {
    const lib = join(at.root, ".config/direnv/lib");
    mkdirSync(lib, { recursive: true });
    symlinkSync(direnvFile(at.home), join(lib, "gostead.sh"));
    const run = (script: string, env = {}) => {
      const home = { HOME: at.root, GOSTEAD_HOME: at.home, ...env };
      const { stdout, stderr } = tell(at, ["bash", "--norc", "-euc", script], home);
      return plain(
        `${stdout}${stderr.replace(/^.*direnv: (loading|using|export|unloading).*\n/gm, "")}`,
      )
        .trimEnd()
        .split("\n");
    };
    for (const name of ["a", "b", "missing"]) {
      writeFileSync(join(at.cwd, name, ".envrc"), "use gostead\n");
      run(`direnv allow ${name}`);
    }
    use(at, run);
  });
}

describe("direnv", { skip: !has("direnv") && "no direnv here" }, () => {
  test("direnv exec runs the pinned go, without a foreign GOROOT", async () => {
    await withDirenv((at, run) => {
      const go = "direnv exec . go 2>/dev/null | sed -n '1p;3,5p'";
      const path = (version: string) => `PATH ${at.home}/links/${version}/bin:/usr/bin:/bin`;
      assert.deepEqual(run(`cd a; ${go}; cd ../b; ${go}`, { GOROOT: "/other" }), [
        ...["go 1.21.0", path("1.21.0"), "GOROOT unset", "GOTOOLCHAIN local"],
        ...["go 1.24.6", path("1.24.6"), "GOROOT unset", "GOTOOLCHAIN local"],
      ]);
    });
  });

  test("a shell follows an edited pin, and has its PATH back outside", async () => {
    await withDirenv((_at, run) => {
      const load = 'eval "$(direnv export bash)"';
      const script = `cd a; ${load}; go | head -1; sleep 1.1; echo 1.23.4 > .go-version; ${load}; go | head -1
cd ..; ${load}; echo $PATH`;
      assert.deepEqual(run(script), ["go 1.21.0", "go 1.23.4", "/usr/bin:/bin"]);
    });
  });

  test("a missing version: an error that names the command, and no other go", async () => {
    await withDirenv((_at, run) => {
      const said = run("cd missing; direnv exec . go version || echo status $?");
      assert.equal(said[0], "status 127");
      assert.ok(said.includes("direnv: gostead: fix: gostead install 1.99"), said.join("\n"));
    });
  });

  test("an allowed .goenv is exported, until it changes", async () => {
    await withDirenv((at, run) => {
      writeFileSync(join(at.cwd, "a/.goenv"), "GO_BUILD_TAGS=prod\n");
      const flags = "direnv exec . sh -c 'echo ${GOFLAGS-none}' 2>/dev/null";
      const script = `cd a; ${flags}; ${at.home}/bin/gostead allow .goenv >/dev/null; ${flags}; echo '#' >> .goenv; ${flags}`;
      assert.deepEqual(run(script), ["none", "-tags=prod", "none"]);
    });
  });
});
