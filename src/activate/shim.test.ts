// The shim as it is installed: what `go` becomes, with which environment, and what it says when it can not.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { has, SHELLS } from "../../test/support/shells.ts";
import { type ShimHome, tell, withShims } from "../../test/support/shimhome.ts";

for (const shell of SHELLS) {
  describe(`the shim under ${shell.name}`, { skip: shell.skip }, () => {
    const run = (at: ShimHome, args: readonly string[], env = {}, tool = "go") =>
      tell(at, [...shell.argv, join(at.home, "shims", tool), ...args], env);

    test("becomes the default, with every argument as it was", async () => {
      await withShims((at) => {
        const args = ["test", "", "a b", "*", "-run=^$", "$(id)", "é"];
        const { code, stdout } = run(at, args);
        const lines = stdout.split("\n");
        assert.deepEqual(lines.slice(0, 9), ["go 1.22.6", "args 7", ...args]);
        assert.equal(code, 0);
      });
    });

    test("puts the exact version first on PATH, drops GOROOT, sets GOTOOLCHAIN=local", async () => {
      await withShims((at) => {
        const { stdout } = run(at, [], { GOROOT: "/elsewhere", PATH: "/usr/bin:/bin" });
        assert.deepEqual(stdout.split("\n").slice(2, 5), [
          `PATH ${at.home}/links/1.22.6/bin:/usr/bin:/bin`,
          "GOROOT unset",
          "GOTOOLCHAIN local",
        ]);
      });
    });

    test("changes nothing else of the environment", async () => {
      await withShims((at) => {
        const dump = "#!/bin/sh\nexec env\n";
        writeFileSync(join(at.home, "toolchains/go1.22.6.linux-amd64/bin/go"), dump, {
          mode: 0o755,
        });
        const env = {
          line: "y",
          GOFLAGS: "-mod=mod",
          dir: "z",
          HOME: "/h",
          GOSTEAD_VERSION: "1.22",
        };
        const lines = run(at, [], { ...env, GOROOT: "/r" })
          .stdout.trimEnd()
          .split("\n");
        const seen = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
        // What shells themselves add for their children.
        for (const name of ["PATH", "PWD", "OLDPWD", "SHLVL", "_"]) delete seen[name];
        assert.deepEqual(seen, { ...env, GOTOOLCHAIN: "local" });
      });
    });

    test("a Go before 1.18 gets GOFLAGS without -buildvcs, and it is said", async () => {
      await withShims((at) => {
        const flags = (version: string, GOFLAGS: string) => {
          const bin = join(at.home, `links/${version}/bin`);
          mkdirSync(bin, { recursive: true });
          writeFileSync(join(bin, "go"), '#!/bin/sh\nprintf "<%s>" "$GOFLAGS"\n', { mode: 0o755 });
          return run(at, [], { GOSTEAD_VERSION: version, GOFLAGS });
        };
        const said = (version: string) =>
          `gostead: go${version} knows no -buildvcs: GOFLAGS counts without it\n`;
        for (const [version, given, kept] of [
          ["1.16.15", "-buildvcs=false", ""],
          ["1.17rc1", "-v  -buildvcs '-ldflags=-X a  b'", "-v  '-ldflags=-X a  b'"],
          ["1.9", "--buildvcs=auto -x", "-x"],
        ] as const) {
          const { stdout, stderr } = flags(version, given);
          assert.deepEqual([stdout, stderr], [`<${kept}>`, said(version)]);
        }
        for (const [version, given] of [
          ["1.18beta1", "-buildvcs=false"],
          ["1.18", "-buildvcs=false"],
          ["1.21.0", "-v -buildvcs=false"],
          ["1.16.15", "-tags=x-buildvcs -trimpath"],
        ] as const) {
          const { stdout, stderr } = flags(version, given);
          assert.deepEqual([stdout, stderr], [`<${given}>`, ""]);
        }
      });
    });

    test("a version named by GOTOOLCHAIN becomes local, any other value stays", async () => {
      await withShims((at) => {
        const values = {
          "go1.24.6": "local",
          "go1.24.6+auto": "local",
          auto: "auto",
          local: "local",
          path: "path",
        };
        for (const [given, left] of Object.entries({
          ...values,
          "local+path": "local+path",
          "": "local",
        })) {
          const { stdout } = run(at, [], { GOTOOLCHAIN: given });
          assert.match(stdout, new RegExp(`\nGOTOOLCHAIN ${left.replace("+", "\\+")}\n`), given);
        }
      });
    });

    test("+1.24.6 is taken from the arguments", async () => {
      await withShims((at) => {
        assert.match(run(at, ["+1.24.6", "vet"]).stdout, /^go 1\.24\.6\nargs 1\nvet\n/);
        assert.match(run(at, ["vet", "+1.24.6"]).stdout, /^go 1\.22\.6\nargs 2\n/);
        assert.match(
          run(at, ["+1.24.6", "-d"], {}, "gofmt").stdout,
          /^gofmt 1\.24\.6\nargs 1\n-d\n/,
        );
      });
    });

    test("a shim called from inside a toolchain replaces it on PATH and overwrites GOROOT", async () => {
      await withShims((at) => {
        const inner = `${at.home}/links/1.22.6/bin:/usr/bin:/bin`;
        const { stdout } = run(at, ["+1.23.4"], { PATH: inner, GOROOT: `${at.home}/toolchains/x` });
        assert.match(
          stdout,
          new RegExp(`\nPATH ${at.home}/links/1.23.4/bin:/usr/bin:/bin\nGOROOT unset\n`),
        );
      });
    });

    test("-C asks in that directory", async () => {
      await withShims((at) => {
        mkdirSync(join(at.cwd, "a/b"), { recursive: true });
        writeFileSync(join(at.cwd, "a/go.mod"), "module m\ngo 1.24.0\n");
        const in124 = [
          ["-C", "a", "build"],
          ["build", "-C", "a/b/..", "."],
          ["-C=a", "vet"],
          ["mod", "tidy", "-C", "a"],
          ["build", "-C", join(at.cwd, "a/b")],
        ];
        for (const args of in124)
          assert.match(run(at, args).stdout, /^go 1\.24\.0\n/, args.join(" "));
        const here = [
          ["run", "x.go", "-C", "a"],
          ["vet", "-v", "-C", "a"],
          ["-C", "none", "vet"],
          ["x-C"],
          ["-C"],
        ];
        for (const args of here)
          assert.match(run(at, args).stdout, /^go 1\.22\.6\n/, args.join(" "));
      });
    });

    test("a missing version: what, why and the command, and exit 127", async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".go-version"), "# ours\n1.22.99\n");
        const { code, stdout, stderr } = run(at, ["version"]);
        assert.equal(
          stderr,
          `gostead: go1.22.99 is not installed\ngostead: asked for by ${at.cwd}/.go-version:2\ngostead: fix: gostead install 1.22.99\n`,
        );
        assert.equal(stdout, "");
        assert.equal(code, 127);
        assert.match(run(at, ["+1.99"]).stderr, /\ngostead: asked for by the argument \+1\.99\n/);
        assert.match(run(at, [], { GOTOOLCHAIN: "go1.98" }).stderr, /asked for by GOTOOLCHAIN\n/);
      });
    });

    test("a pin that is no version ends with 2, and what it says is harmless to see", async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".go-version"), "\u001b[2J../x\u009b\u202e\n");
        const { code, stderr } = run(at, ["version"]);
        assert.equal(code, 2);
        assert.match(
          stderr,
          new RegExp(
            `^gostead: no Go version: [ -~]+\ngostead: asked for by ${at.cwd}/.go-version:1\n`,
          ),
        );
      });
    });

    test("a directory name can not write to the terminal", async () => {
      await withShims((at) => {
        const cwd = join(at.cwd, "\u001b[2Jx");
        mkdirSync(cwd);
        writeFileSync(join(cwd, ".go-version"), "/\n");
        const { stderr } = run({ ...at, cwd }, ["version"]);
        assert.match(stderr, /\/\?\[2Jx\/\.go-version:1\n/);
      });
    });

    test("the system's go: the first on PATH that is not ours, and PATH without ours", async () => {
      await withShims((at) => {
        const system = join(at.root, "system");
        const other = join(at.root, "other");
        for (const [directory, name] of [
          [system, "first"],
          [other, "second"],
        ] as const) {
          mkdirSync(directory);
          writeFileSync(
            join(directory, "go"),
            `#!/bin/sh\necho "${name} $* $PATH $GOTOOLCHAIN"\n`,
            { mode: 0o755 },
          );
        }
        const linked = join(at.root, "linked");
        mkdirSync(linked);
        symlinkSync(join(at.home, "shims/go"), join(linked, "go"));
        mkdirSync(join(at.cwd, "go"));
        const PATH = `${at.home}/links/1.22.6/bin:${at.home}/shims:.::${linked}:${system}:${other}:/usr/bin:/bin`;
        const { stdout } = run(at, ["version"], { PATH, GOSTEAD_VERSION: "system" });
        assert.equal(stdout, `first version .::${linked}:${system}:${other}:/usr/bin:/bin local\n`);
        const none = run(at, [], { PATH: `${at.home}/shims:/nowhere`, GOSTEAD_VERSION: "system" });
        assert.equal(none.code, 127);
        assert.match(none.stderr, /^gostead: no go on PATH but gostead's own\n/);
      });
    });

    test("two homes that both mean the system do not call each other for ever", async () => {
      await withShims(async (one) => {
        await withShims((two) => {
          const PATH = `${one.home}/shims:${two.home}/shims:/usr/bin:/bin`;
          const { code } = run(one, ["version"], { PATH, GOENV_VERSION: "system" });
          assert.equal(code, has("/usr/bin/go") || has("/bin/go") ? 0 : 127);
        });
      });
    });

    test("a cwd that no longer exists: the default", async () => {
      await withShims((at) => {
        const script = `mkdir gone && cd gone && rmdir ../gone && exec ${shell.argv.join(" ")} ${at.home}/shims/go x`;
        assert.match(tell(at, ["sh", "-c", script]).stdout, /^go 1\.22\.6\n/);
      });
    });
  });
}

test("a copy of the shim under another name is still go", async () => {
  await withShims((at) => {
    copyFileSync(join(at.home, "shims/go"), join(at.root, "go1"));
    assert.match(tell(at, [join(at.root, "go1")]).stdout, /^go 1\.22\.6\n/);
  });
});
