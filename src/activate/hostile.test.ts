// Security S8 and S9 for the shim: environments that try to run code or to choose another Go, and pins of others.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { SHELLS } from "../../test/support/shells.ts";
import { type ShimHome, tell, withShims } from "../../test/support/shimhome.ts";

for (const shell of SHELLS) {
  describe(`security S8 under ${shell.name}`, { skip: shell.skip }, () => {
    const run = (at: ShimHome, env: Record<string, string>, args: readonly string[] = []) =>
      tell(at, [...shell.argv, join(at.home, "shims/go"), ...args], env);

    test("functions in the environment do not run", async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".go-version"), "1.24\n");
        const shadowing = (names: string) =>
          Object.fromEntries(
            names
              .split(" ")
              .map((name) => [`BASH_FUNC_${name}%%`, `() { echo ran >> ${at.root}/hijacked; }`]),
          );
        const builtins = "test read cd printf pwd ls sed tr command true false echo local";
        assert.match(run(at, shadowing(builtins)).stdout, /^go 1\.24\.6\n/);
        // bash refuses to start with some of these; what counts is that none runs.
        for (const name of "[ unset set exec export : eval shift return exit".split(" ")) {
          assert.match(run(at, shadowing(name)).stdout, /^(go 1\.24\.6\n|$)/, name);
        }
        assert.throws(() => readFileSync(join(at.root, "hijacked")));
      });
    });

    test("IFS, CDPATH, ENV and BASH_ENV have no say", async () => {
      await withShims((at) => {
        mkdirSync(join(at.root, "decoy/a"), { recursive: true });
        mkdirSync(join(at.cwd, "a"));
        writeFileSync(join(at.cwd, "a/.go-version"), "1.24\n");
        writeFileSync(join(at.root, "evil"), `echo hijacked >> ${at.root}/hijacked\n`);
        const env = {
          IFS: "./1",
          CDPATH: join(at.root, "decoy"),
          ENV: join(at.root, "evil"),
          BASH_ENV: join(at.root, "evil"),
        };
        const { stdout, stderr } = run(at, env, ["-C", "a", "x"]);
        assert.match(stdout, /^go 1\.24\.6\nargs 3\n-C\na\nx\n/);
        assert.equal(stderr, "");
        assert.throws(() => readFileSync(join(at.root, "hijacked")));
      });
    });

    test("shell options in the environment have no say", async () => {
      await withShims((at) => {
        for (const SHELLOPTS of [
          "errexit",
          "nounset",
          "noglob",
          "allexport",
          "errexit:nounset:allexport",
        ]) {
          assert.match(run(at, { SHELLOPTS }).stdout, /^go 1\.22\.6\nargs 0\n/, SHELLOPTS);
        }
      });
    });

    test("files in the directory do not become part of a word", async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, "1.24.6"), "");
        writeFileSync(join(at.cwd, ".go-version"), "1.*\n");
        assert.equal(run(at, {}).code, 2);
      });
    });

    test("GOSTEAD_HOME replaces the home when it is absolute and ours", async () => {
      await withShims((at) => {
        const other = join(at.root, "other home");
        mkdirSync(other);
        symlinkSync(join(at.home, "links"), join(other, "links"));
        writeFileSync(join(other, "default"), "1.24\n");
        assert.match(run(at, { GOSTEAD_HOME: other }).stdout, /^go 1\.24\.6\n/);
        for (const GOSTEAD_HOME of ["../other home", "/nonexistent", `${other}:/x`]) {
          const { stdout, stderr } = run(at, { GOSTEAD_HOME });
          assert.match(stdout, /^go 1\.22\.6\n/, GOSTEAD_HOME);
          assert.match(stderr, /^gostead: ignored GOSTEAD_HOME=/, GOSTEAD_HOME);
        }
      });
    });

    test("GOSTEAD_HOME of somebody else is ignored", {
      skip: process.getuid?.() !== 0 && "needs root",
    }, async () => {
      await withShims((at) => {
        const other = join(at.root, "other");
        mkdirSync(other);
        writeFileSync(join(other, "default"), "1.24\n");
        chownSync(other, 1234, 1234);
        const { stdout, stderr } = run(at, { GOSTEAD_HOME: other });
        assert.match(stdout, /^go 1\.22\.6\n/);
        assert.match(stderr, /^gostead: ignored GOSTEAD_HOME=/);
      });
    });

    test("a pin in a directory for everyone is ignored with a word", {
      skip: process.getuid?.() !== 0 && "needs root",
    }, async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".go-version"), "1.24\n");
        chmodSync(at.cwd, 0o1777);
        // Asked by a user who owns nothing here, as in /tmp.
        const ran = spawnSync(shell.argv[0], [...shell.argv.slice(1), join(at.home, "shims/go")], {
          cwd: at.cwd,
          env: { PATH: "/usr/bin:/bin" },
          uid: 1234,
          encoding: "utf8",
        });
        assert.match(ran.stdout, /^go 1\.22\.6\n/);
        assert.equal(
          ran.stderr,
          `gostead: ignored ${at.cwd}/.go-version: everyone may write to it or its directory\n`,
        );
      });
    });

    test("a pin that root put there is believed", {
      skip: process.getuid?.() !== 0 && "needs root",
    }, async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".go-version"), "1.24\n");
        const ran = spawnSync(shell.argv[0], [...shell.argv.slice(1), join(at.home, "shims/go")], {
          cwd: at.cwd,
          env: { PATH: "/usr/bin:/bin" },
          uid: 1234,
          encoding: "utf8",
        });
        assert.match(ran.stdout, /^go 1\.24\.6\n/);
        assert.equal(ran.stderr, "");
      });
    });
  });
}
