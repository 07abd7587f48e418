// The launcher as it is installed: what the shell answers itself, and what Node gets (security S8).
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { SHELLS } from "../../test/support/shells.ts";
import { type ShimHome, tell, withShims } from "../../test/support/shimhome.ts";
import { restoreKept } from "../host/kept.ts";

/** Stands for the bundle: tells how it was started. */
const FLAGS = [
  "--disable-proto=throw",
  "--disable-warning=ExperimentalWarning",
  "--max-semi-space-size=4",
];

const BUNDLE = `console.log(JSON.stringify({ args: process.argv.slice(2), flags: process.execArgv, env: process.env }));\n`;

interface Started {
  readonly args: readonly string[];
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

for (const shell of SHELLS) {
  describe(`the launcher under ${shell.name}`, { skip: shell.skip }, () => {
    const run = (at: ShimHome, args: readonly string[], env: Record<string, string> = {}) =>
      tell(at, [...shell.argv, join(at.home, "bin/gostead"), ...args], env);

    function start(
      at: ShimHome,
      args: readonly string[],
      env: Record<string, string> = {},
    ): Started {
      mkdirSync(join(at.home, "lib/gostead"), { recursive: true });
      writeFileSync(join(at.home, "lib/gostead/main.js"), BUNDLE);
      const { stdout, stderr } = run(at, args, env);
      assert.equal(stderr, "");
      return JSON.parse(stdout) as Started;
    }

    test("--version, current and which without Node", async () => {
      await withShims((at) => {
        assert.deepEqual(run(at, ["--version"]), {
          code: 0,
          stdout: "gostead 9.9.9\n",
          stderr: "",
        });
        assert.equal(run(at, ["current"]).stdout, "1.22.6 (your default)\n");
        const tree = `${at.home}/toolchains/go1.22.6.linux-amd64/bin`;
        assert.equal(run(at, ["which"]).stdout, `${tree}/go\n`);
        assert.equal(run(at, ["which", "go"]).stdout, `${tree}/go\n`);
        assert.equal(run(at, ["which", "gofmt"]).stdout, `${tree}/gofmt\n`);
        assert.equal(
          run(at, ["current"], { GOENV_VERSION: "1.23" }).stdout,
          "1.23.4 (GOENV_VERSION)\n",
        );
        writeFileSync(join(at.cwd, "go.mod"), "module m\ngo 1.24\n");
        assert.equal(run(at, ["current"]).stdout, `1.24.6 (${at.cwd}/go.mod:2)\n`);
      });
    });

    test("current and which of the system's go", async () => {
      await withShims((at) => {
        const bin = join(at.root, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "go"), "", { mode: 0o755 });
        const env = { GOSTEAD_VERSION: "system", PATH: `${at.home}/shims:${bin}:/usr/bin:/bin` };
        assert.equal(run(at, ["current"], env).stdout, `system (${bin}/go)\n`);
        assert.equal(run(at, ["which"], env).stdout, `${bin}/go\n`);
      });
    });

    test("everything else goes to Node: with flags, unknown, missing, broken, odd to print", async () => {
      await withShims((at) => {
        for (const args of [
          ["current", "--json"],
          ["which", "x"],
          ["--version", "-v"],
          [],
          ["exec", "", "a b", "*"],
        ]) {
          assert.deepEqual(start(at, args).args, args);
        }
        for (const GOSTEAD_VERSION of ["1.99", "../x"]) {
          assert.deepEqual(start(at, ["current"], { GOSTEAD_VERSION }).args, ["current"]);
        }
        const cwd = join(at.cwd, "\u001b[2J");
        mkdirSync(cwd);
        writeFileSync(join(cwd, ".go-version"), "1.24\n");
        assert.deepEqual(start({ ...at, cwd }, ["current"]).args, ["current"]);
      });
    });

    test("Node starts with our flags and knows the home", async () => {
      await withShims((at) => {
        const { flags, env } = start(at, ["list"]);
        assert.deepEqual(flags, FLAGS);
        assert.equal(env.GOSTEAD_HOME, at.home);
      });
    });

    test("what would make Node run other code is kept from it and handed on", async () => {
      await withShims((at) => {
        const evil = join(at.root, "evil.cjs");
        const marker = join(at.root, "hijacked");
        writeFileSync(evil, `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "")`);
        const given = {
          NODE_OPTIONS: `--require ${evil}`,
          NODE_PATH: "/x y\n'\"$(id)`id`\\",
          NODE_V8_COVERAGE: join(at.root, "coverage"),
          NODE_TLS_REJECT_UNAUTHORIZED: "0",
          NODE_NOT_KNOWN_YET: "1",
          OPENSSL_CONF: "/nonexistent.cnf",
          OPENSSL_MODULES: "/nonexistent",
        };
        const kept = {
          NODE_EXTRA_CA_CERTS: join(at.root, "ca.pem"),
          SSL_CERT_FILE: "/c",
          NODES: "n",
        };
        writeFileSync(kept.NODE_EXTRA_CA_CERTS, "");
        const stale = {
          GOSTEAD_KEEP_NODE_DEBUG: "stale",
          MULTI: "x\nexport NODE_ICU_DATA=y\nNODE_DEBUG=z",
        };
        const { env } = start(at, ["list"], { ...given, ...kept, ...stale });
        const names = Object.keys(env).filter((name) => /^(NODE_|OPENSSL_)/.test(name));
        assert.deepEqual(names, ["NODE_EXTRA_CA_CERTS"]);
        const handed = Object.entries(env).filter(([name]) => name.startsWith("GOSTEAD_KEEP_"));
        assert.deepEqual(
          Object.keys(Object.fromEntries(handed)).sort(),
          Object.keys(given)
            .map((name) => `GOSTEAD_KEEP_${name}`)
            .sort(),
        );
        const restored = restoreKept(env);
        for (const [name, value] of Object.entries({ ...given, ...kept }))
          assert.equal(restored[name], value, name);
        assert.throws(() => readFileSync(marker));
      });
    });

    test("Node learns the soft limit of open files that it raises itself, and does not hand that on", async () => {
      await withShims((at) => {
        start(at, ["list"]);
        const limited = ["/bin/sh", "-c", 'ulimit -Sn 200; exec "$@"', "sh", ...shell.argv];
        const { stdout } = tell(at, [...limited, join(at.home, "bin/gostead"), "list"], {});
        const { env } = JSON.parse(stdout) as Started;
        assert.equal(env.GOSTEAD_SOFT_NOFILE, "200");
        assert.equal("GOSTEAD_SOFT_NOFILE" in restoreKept(env), false);
      });
    });

    test("Node is started by the path fixed at install, whatever PATH says", async () => {
      await withShims((at) => {
        const bin = join(at.root, "bin");
        mkdirSync(bin);
        writeFileSync(join(bin, "node"), `#!/bin/sh\ntouch ${at.root}/hijacked\n`, { mode: 0o755 });
        start(at, ["list"], { PATH: `${bin}:/usr/bin:/bin` });
        assert.throws(() => readFileSync(join(at.root, "hijacked")));
      });
    });

    test("a home whose name is hard for shells", async () => {
      await withShims((at) => {
        rmSync(join(at.home, "default"));
        const { args, env } = start(at, ["a"], { GOSTEAD_VERSION: "1.24" });
        assert.deepEqual([args, env.GOSTEAD_HOME], [["a"], at.home]);
        const { stdout } = tell(at, [...shell.argv, join(at.home, "shims/go"), "+1.24"]);
        assert.match(stdout, /^go 1\.24\.6\n/);
      }, 'it\'s $HOME & `x` $& "q" *');
    });
  });
}
