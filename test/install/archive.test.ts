// install.sh from a release archive: no npm, no network but the GOPROXY, nothing run before its hash was compared.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import test, { describe } from "node:test";
import { startProxy } from "../support/goproxy.ts";
import { BUNDLE } from "../support/home.ts";
import { makeLog } from "../support/log.ts";
import { SHELLS } from "../support/shells.ts";
import { toyToolchain } from "../support/toolchain.ts";
import {
  archiveArgs,
  double,
  logged,
  type Machine,
  setup,
  setupAsync,
  standIn,
  withMachine,
} from "./machine.ts";

const log = makeLog({ name: "log.gostead.test", seed: "install.sh" });
log.fill(500);

/** Gives `use` the variables that make gostead fetch toy toolchains from a loopback proxy. */
async function withProxy(use: (env: Record<string, string>) => Promise<void>): Promise<void> {
  const toolchains = ["1.21.13", "1.22.5", "1.22.6"].map((version) => toyToolchain(version));
  const proxy = await startProxy({ log, toolchains });
  try {
    await use({ GOPROXY: proxy.url, GOSUMDB: log.verifierKey });
  } finally {
    await proxy.close();
  }
}

/** Programs that the archive way must never need. */
function forbid(machine: Machine): void {
  for (const name of ["npm", "npx", "node", "curl", "wget", "git"]) double(machine, name, "exit 1");
}

for (const shell of SHELLS) {
  describe(`install.sh --archive under ${shell.name}`, { skip: shell.skip }, () => {
    test("ends in a proven go on PATH, and takes everything away again", async () => {
      await withProxy(async (proxy) => {
        await withMachine(async (machine) => {
          forbid(machine);
          const args = [...archiveArgs(machine, dirname(BUNDLE)), "1.22.5", "1.22.6"];
          const { code, stdout, stderr } = await setupAsync(machine, args, {
            env: proxy,
            shell: shell.argv,
          });
          assert.equal(code, 0, stderr);
          assert.match(
            stdout,
            /go1\.22\.5 proven: record \d+.*\n.*go1\.22\.6 proven: record \d+.*\ngo version go1\.22\.5 linux\/amd64\n$/s,
          );
          assert.equal(readFileSync(join(machine.home, "default"), "utf8"), "1.22.5\n");
          const fresh = spawnSync("bash", ["-lc", "go version; gostead --version"], {
            env: { HOME: machine.user, PATH: "/usr/bin:/bin" },
            cwd: machine.cwd,
            encoding: "utf8",
          });
          assert.match(
            fresh.stdout,
            /^go version go1\.22\.5 linux\/amd64\ngostead \d+\.\d+\.\d+\n$/,
          );
          assert.equal(setup(machine, ["--uninstall"], { shell: shell.argv }).code, 0);
          assert.equal(existsSync(machine.home), false);
          assert.deepEqual(readdirSync(machine.user), []);
          assert.deepEqual(logged(machine), []);
        });
      });
    });
  });
}

test("without a version: the pin of the directory, else stable; the default is set once", async () => {
  await withProxy(async (env) => {
    await withMachine(async (machine) => {
      const args = archiveArgs(machine, dirname(BUNDLE));
      writeFileSync(join(machine.cwd, ".go-version"), "1.21.13\n");
      const pinned = await setupAsync(machine, args, { env });
      assert.match(
        pinned.stdout,
        /go1\.21\.13 proven: .*\ngo version go1\.21\.13 linux\/amd64\n$/s,
        pinned.stderr,
      );
      assert.equal(readFileSync(join(machine.home, "default"), "utf8"), "1.21.13\n");
      const stable = await setupAsync(machine, args, { env, cwd: machine.user });
      assert.match(stable.stdout, /go version go1\.21\.13 linux\/amd64\n$/);
      await setupAsync(machine, [...args, "stable"], { env, cwd: machine.user });
      assert.deepEqual(readdirSync(join(machine.home, "toolchains")), [
        "go1.21.13.linux-amd64",
        "go1.22.6.linux-amd64",
      ]);
      assert.equal(readFileSync(join(machine.home, "default"), "utf8"), "1.21.13\n");
    });
  });
});

test("a version that does not exist: the exit of gostead, and no go version", async () => {
  await withProxy(async (env) => {
    await withMachine(async (machine) => {
      const { code, stdout, stderr } = await setupAsync(
        machine,
        [...archiveArgs(machine, dirname(BUNDLE)), "1.99"],
        { env },
      );
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
    });
  });
});

test("an archive with another hash: exit 4, nothing of it run, nothing left", async () => {
  await withMachine((machine) => {
    forbid(machine);
    const [flag = "", path = "", ...rest] = archiveArgs(machine, standIn(machine));
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { code, stderr } = setup(machine, [flag, path, ...rest]);
    assert.equal(code, 4);
    assert.match(
      stderr,
      /^gostead: error: .* is not what it must be: SHA-256 is [0-9a-f]{64}, expected [0-9a-f]{64}$/m,
    );
    assert.match(stderr, /^gostead: fix: /m);
    assert.equal(existsSync(machine.home), false);
    assert.deepEqual(logged(machine), []);
  });
});

test("a digest in capitals is the same digest; none, or no hex, is refused", async () => {
  await withMachine((machine) => {
    const [flag = "", path = "", , hex = ""] = archiveArgs(machine, standIn(machine));
    assert.equal(setup(machine, [flag, path]).code, 2);
    assert.equal(setup(machine, [flag, path, "--sha256", "xyz"]).code, 2);
    assert.equal(setup(machine, [flag, "/nonexistent", "--sha256", hex]).code, 2);
    assert.equal(existsSync(machine.home), false);
    assert.equal(setup(machine, [flag, path, `--sha256=${hex.toUpperCase()}`]).code, 0);
  });
});

test("no program computes a hash: stop", async () => {
  await withMachine((machine) => {
    const args = archiveArgs(machine, standIn(machine));
    const tools = join(machine.root, "tools");
    mkdirSync(tools);
    for (const name of readdirSync("/usr/bin")) {
      if (!/^(sha\d*sum|shasum|openssl|b2sum|cksum)$/.test(name))
        symlinkSync(`/usr/bin/${name}`, join(tools, name));
    }
    const { code, stderr } = setup(machine, args, { env: { PATH: tools } });
    assert.equal(code, 3);
    assert.match(stderr, /error: no program here computes SHA-256\n/);
    assert.equal(existsSync(machine.home), false);
  });
});

test("the files are as readable as the caller's umask allows, and no more", async () => {
  for (const [umask, file, directory] of [
    ["022", 0o644, 0o755],
    ["077", 0o600, 0o700],
  ] as const) {
    await withMachine((machine) => {
      const args = archiveArgs(machine, standIn(machine));
      const wrapper = join(machine.root, "wrapper.sh");
      writeFileSync(
        wrapper,
        `umask ${umask}\nexec sh '${join(import.meta.dirname, "../../install.sh")}' "$@"\n`,
      );
      assert.equal(setup(machine, args, { script: wrapper }).code, 0);
      const mode = (name: string) => statSync(join(machine.home, name)).mode & 0o777;
      assert.equal(mode("lib/gostead/main.js"), file);
      assert.equal(mode("lib/node/bin/node"), directory);
      for (const name of [".", "lib", "lib/bundles", "lib/gostead", "lib/node/bin"])
        assert.equal(mode(name), directory, name);
      assert.equal(statSync(join(machine.user, ".profile")).mode & 0o777, file);
    });
  }
});

test("run again: one bundle more, the one before stays for running commands, older ones go", async () => {
  await withMachine((machine) => {
    const args = archiveArgs(machine, standIn(machine));
    for (let time = 0; time < 4; time++) assert.equal(setup(machine, args).code, 0);
    assert.equal(readdirSync(join(machine.home, "lib/bundles")).length, 2);
    assert.deepEqual(
      readdirSync(machine.home).filter((name) => name.startsWith(".")),
      [],
    );
  });
});

test("usage: help, unknown options, missing values, words that are no version", async () => {
  await withMachine((machine) => {
    const help = setup(machine, ["--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^usage: \.\/install\.sh /);
    for (const args of [
      ["--nope"],
      ["--prefix"],
      ["--sha256"],
      ["../x"],
      ["1.22;id"],
      [""],
      ["$(id)"],
      ["--prefix", "relative"],
      ["--prefix", "/a:b"],
      ["--prefix", "/a\\b"],
      ["--prefix=/"],
    ]) {
      const { code, stderr } = setup(machine, args);
      assert.equal(code, 2, `${args}: ${stderr}`);
      assert.match(stderr, /^gostead: error: .*\ngostead: fix: .*\n$/, args.join(" "));
    }
    assert.deepEqual(readdirSync(machine.root).sort(), ["bin", "cwd", "user"]);
  });
});

test("a home that belongs to somebody else is refused", {
  skip: process.getuid?.() !== 0 && "needs root",
}, async () => {
  await withMachine((machine) => {
    mkdirSync(machine.home);
    spawnSync("chown", ["1234", machine.home]);
    const { code, stderr } = setup(machine, archiveArgs(machine, standIn(machine)));
    assert.equal(code, 2);
    assert.match(stderr, /is not a directory of yours/);
    assert.deepEqual(readdirSync(machine.home), []);
    spawnSync("chown", ["1234", machine.user]);
    const inside = setup(machine, ["--prefix", join(machine.user, "gostead")]);
    assert.match(inside.stderr, /root must not install into .*, which is another user's/);
  });
});

test("--uninstall leaves what is not gostead's", async () => {
  await withMachine((machine) => {
    assert.equal(setup(machine, ["--uninstall"]).code, 2);
    mkdirSync(join(machine.home, "photos"), { recursive: true });
    assert.equal(setup(machine, ["--uninstall"]).code, 2);
    assert.equal(setup(machine, ["--uninstall", "--prefix", machine.user]).code, 2);
    assert.equal(existsSync(join(machine.home, "photos")), true);
  });
});
