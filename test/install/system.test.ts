// install.sh --system (security S13): root's home for all users. A second, real user runs its Go and changes nothing
// of it; root refuses homes that others can change.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { startProxy } from "../support/goproxy.ts";
import { BUNDLE, finished, runGostead, snapshot, withHome } from "../support/home.ts";
import { makeLog } from "../support/log.ts";
import { toyToolchain } from "../support/toolchain.ts";
import { archiveArgs, type Machine, setup, setupAsync, standIn, withMachine } from "./machine.ts";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const skip = isRoot ? false : "only root sets up for all users";

const log = makeLog({ name: "log.gostead.test", seed: "install.sh --system" });
log.fill(500);

/** A machine with a system home below its root, set up under a umask that is as private as root's may be. */
async function withSystem(
  use: (machine: Machine, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const toolchains = ["1.22.5", "1.22.6"].map((version) => toyToolchain(version));
  const proxy = await startProxy({ log, toolchains });
  const env = { GOPROXY: proxy.url, GOSUMDB: log.verifierKey };
  try {
    await withMachine(async (machine) => {
      const words = ["--system", "--prefix", machine.home, "1.22.6"];
      const args = [...archiveArgs(machine, dirname(BUNDLE)), ...words];
      const shell = ["/bin/sh", "-c", 'umask 077; exec sh "$@"', "sh"] as const;
      const ran = await setupAsync(machine, args, { env, shell });
      assert.equal(ran.code, 0, ran.stderr);
      assert.match(ran.stderr, /login shells: .*\/bin\/gostead setup profile\.d/);
      await use(machine, env);
    });
  } finally {
    await proxy.close();
  }
}

/** Runs a program as a second user with a HOME of that user's own. */
async function asNobody(machine: Machine, argv: string[], env: Record<string, string> = {}) {
  const [program = "", ...args] = argv;
  const home = join(machine.root, "nobody");
  mkdirSync(home, { recursive: true });
  chownSync(home, NOBODY, NOBODY);
  const all = { PATH: "/usr/bin:/bin", HOME: home, ...env };
  const options = { uid: NOBODY, gid: NOBODY, cwd: home, env: all } as const;
  return { ...(await finished(spawn(program, args, options))), home };
}

/** Everything below a directory that others than root may write, or that is not root's. */
function loose(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true }) as string[];
  return ["", ...names].filter((name) => {
    const status = lstatSync(join(directory, name));
    const isOpen = !status.isSymbolicLink() && (status.mode & 0o022) !== 0;
    return isOpen || status.uid !== 0 || status.gid !== 0;
  });
}

test("a second user runs the system's Go and reads its store", { skip }, async () => {
  await withSystem(async (machine, env) => {
    assert.deepEqual(loose(machine.home), []);
    assert.deepEqual(readdirSync(machine.user), [], "root's own start files stay");
    const go = await asNobody(machine, [join(machine.home, "shims/go"), "version"]);
    assert.deepEqual([go.code, go.stdout], [0, "go version go1.22.6 linux/amd64\n"], go.stderr);
    const gostead = join(machine.home, "bin/gostead");
    for (const words of [["current"], ["list"], ["where", "1.22.6"], ["exec", "go", "version"]]) {
      const ran = await asNobody(machine, [gostead, ...words], env);
      assert.equal(ran.code, 0, `${words}: ${ran.stderr}`);
      assert.match(ran.stdout, /1\.22\.6/);
    }
  });
});

test("a second user changes nothing of it", { skip }, async () => {
  await withSystem(async (machine, env) => {
    const before = await snapshot(machine.home);
    const gostead = join(machine.home, "bin/gostead");
    for (const words of [
      ["install", "1.22.5"],
      ["uninstall", "--force", "1.22.6"],
      ["default", "1.22.6"],
      ["activate", "--write-shims"],
    ]) {
      const ran = await asNobody(machine, [gostead, ...words], env);
      assert.equal(ran.code, 3, `${words}: ${ran.code} ${ran.stdout}${ran.stderr}`);
      assert.match(ran.stderr, /\[no-permission\]/, String(words));
    }
    assert.deepEqual(await snapshot(machine.home), before);
  });
});

test("a second user's own home beside it shares no file with root's", { skip }, async () => {
  await withSystem(async (machine, env) => {
    const own = join((await asNobody(machine, ["true"])).home, "own");
    const to = { ...env, GOSTEAD_HOME: own };
    const bundle = join(machine.home, "lib/gostead/main.js");
    const ran = await asNobody(machine, [process.execPath, bundle, "install", "1.22.6"], to);
    assert.equal(ran.code, 0, ran.stderr);
    const go = "toolchains/go1.22.6.linux-amd64/bin/go";
    const [theirs, roots] = [lstatSync(join(own, go)), lstatSync(join(machine.home, go))];
    assert.notEqual(theirs.ino, roots.ino);
    assert.equal(theirs.uid, NOBODY);
  });
});

test("--system is root's, and takes no Go tree for a home", async () => {
  await withMachine((machine) => {
    const args = [...archiveArgs(machine, standIn(machine)), "--system", "--prefix", machine.home];
    if (isRoot) {
      mkdirSync(machine.home);
      writeFileSync(join(machine.home, "VERSION"), "go1.20\n");
    }
    const ran = setup(machine, args);
    assert.equal(ran.code, isRoot ? 2 : 3);
    assert.match(ran.stderr, isRoot ? /is a Go tree/ : /only root sets up gostead for all users/);
    assert.deepEqual(isRoot ? readdirSync(machine.home) : [], isRoot ? ["VERSION"] : []);
  });
});

test("root refuses a user's home, whatever the command, and writes nothing there", {
  skip,
}, async () => {
  await withHome(async (home) => {
    mkdirSync(home.gostead);
    chownSync(home.gostead, NOBODY, NOBODY);
    const commands = ["list", "install 1.22.6", "default 1.22.6", "exec go version", "undo"];
    for (const command of [...commands, "prune", "audit log"]) {
      const ran = await runGostead(command.split(" "), { home });
      const isRefused = /root must not use the home .* belongs to user 65534 \[unsafe-home\]/;
      assert.equal(ran.code, 3, command);
      assert.match(ran.stderr, isRefused, command);
    }
    assert.deepEqual(readdirSync(home.gostead), []);
    chownSync(home.gostead, 0, 0);
    assert.equal((await runGostead(["list"], { home })).code, 0);
    chmodSync(home.gostead, 0o775);
    const open = await runGostead(["list", "--json"], { home });
    assert.equal(JSON.parse(open.stdout || open.stderr).error.code, "unsafe-home");
  });
});
