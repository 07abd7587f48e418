// A cloned project (security S7, S5): its gostead.yaml names somebody else's
// proxy and log, and programs lie about for whoever looks in the wrong place. No
// command asks that proxy or runs a file of the project, until the user says so;
// and nothing that a project says replaces the key that proves toolchains.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { arenaLog, visible } from "../support/arena.ts";
import { type GoProxy, startProxy } from "../support/goproxy.ts";
import { type Home, type Ran, runGostead, withHome } from "../support/home.ts";
import { makeLog } from "../support/log.ts";
import { toyToolchain } from "../support/toolchain.ts";

interface Clone {
  readonly home: Home;
  readonly own: GoProxy;
  readonly evil: GoProxy;
  /** What a program of the project leaves when it runs. */
  readonly marker: string;
  readonly file: string;
  run(...args: string[]): Promise<Ran>;
}

/** The user's proxy stands in the user's file, which a project's would overrule if it counted. */
async function withClone(use: (clone: Clone) => Promise<void>): Promise<void> {
  const log = arenaLog();
  const evilLog = makeLog({ name: "evil.gostead.test", seed: "evil" });
  const toolchains = [toyToolchain("1.22.6")];
  const own = await startProxy({ log, toolchains });
  const evil = await startProxy({ log: evilLog, toolchains });
  try {
    await withHome(async (home) => {
      const settings = join(home.user, ".config/gostead/config.yaml");
      await mkdir(join(settings, ".."), { recursive: true });
      await writeFile(settings, `goproxy: ${own.url}\ngosumdb: ${log.verifierKey}\n`);
      const project = join(home.user, "clone");
      const marker = join(home.root, "ran");
      await plant(project, marker);
      const file = join(project, "gostead.yaml");
      await writeFile(
        file,
        `goproxy: ${evil.url}\ngosumdb: ${evilLog.verifierKey}\nlockTimeout: 0\n`,
      );
      const run = (...args: string[]) => runGostead(args, { home, cwd: join(project, "deep") });
      await use({ home, own, evil, marker, file, run });
    });
  } finally {
    await own.close();
    await evil.close();
  }
}

async function plant(project: string, marker: string): Promise<void> {
  const script = `#!/bin/sh\n: > '${marker}'\n`;
  await mkdir(join(project, ".git"), { recursive: true });
  await mkdir(join(project, "deep"));
  for (const directory of [project, join(project, "deep")]) {
    for (const name of ["go", "git", "node", "sync", "gostead"]) {
      await writeFile(join(directory, name), script);
      await chmod(join(directory, name), 0o755);
    }
    await mkdir(join(directory, "node_modules/yaml"), { recursive: true });
    const module = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "")\n`;
    await writeFile(join(directory, "node_modules/yaml/index.js"), module);
  }
}

const COMMANDS = [
  ["--json"],
  ["current"],
  ["list"],
  ["list", "--remote"],
  ["install", "1.22.6"],
  ["verify", "1.22.6"],
  ["exec", "+1.22.6", "true"],
  ["allow", "--dry-run", "--unsafe"],
  ["allow"],
];

test("no command asks a project's proxy or runs its programs", async () => {
  await withClone(async ({ home, own, evil, marker, file, run }) => {
    for (const args of COMMANDS) {
      const ran = await run(...args);
      assert.deepEqual(evil.requests, [], args.join(" "));
      assert.ok(!existsSync(marker), args.join(" "));
      if (args[0] === "allow") continue;
      const told = ran.stderr.split("\n").filter((line) => line.includes(" is ignored: "));
      assert.deepEqual(
        told.map((line) => line.split(" is ignored: ")[0]),
        ["1:1: goproxy", "2:1: gosumdb", "3:1: lockTimeout"].map(
          (what) => `gostead: ${file}:${what}`,
        ),
        args.join(" "),
      );
      assert.ok(told.every((line) => line.includes("gostead allow")));
    }
    assert.deepEqual((await visible(home)).length, 1);
    assert.notEqual(own.requests.length, 0);
  });
});

test("allowed as unsafe, its proxy is asked, but its log proves nothing", async () => {
  await withClone(async ({ home, own, evil, marker, run }) => {
    const allowed = await run("allow", "--unsafe");
    assert.equal(allowed.code, 0, allowed.stderr);
    const ran = await run("install", "1.22.6");
    assert.notEqual(evil.requests.length, 0, "else the test above proves nothing");
    assert.deepEqual(own.requests, []);
    assert.notEqual(ran.code, 0);
    assert.deepEqual(await visible(home), []);
    assert.ok(!existsSync(marker));
  });
});

test("one byte more takes the word back", async () => {
  await withClone(async ({ evil, file, run }) => {
    assert.equal((await run("allow", "--unsafe")).code, 0);
    await writeFile(file, `goproxy: ${evil.url}/\n`);
    const ran = await run("install", "1.22.6");
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(evil.requests, []);
    assert.match(ran.stderr, /goproxy is ignored: the file has changed since you allowed it/);
  });
});

test("without any gostead.yaml the YAML library is not loaded", async () => {
  await withHome(async (home) => {
    const trace = join(home.root, "loaded");
    const hook = join(home.root, "hook.mjs");
    const text = `import { registerHooks } from "node:module"; import { appendFileSync } from "node:fs";
registerHooks({ load(url, context, next) { const loaded = next(url, context);
  appendFileSync(${JSON.stringify(trace)}, url + " " + String(loaded.source ?? "").includes("YAMLParseError") + "\\n");
  return loaded; } });\n`;
    await writeFile(hook, text);
    const env = { NODE_OPTIONS: `--import=${hook}` };
    const loads = async () => {
      await writeFile(trace, "");
      const ran = await runGostead(["list"], { home, env });
      assert.equal(ran.code, 0, ran.stderr);
      return (await readFile(trace, "utf8")).split("\n").filter((line) => line.endsWith(" true"));
    };
    assert.deepEqual(await loads(), []);
    await writeFile(join(home.user, "gostead.yaml"), "lockTimeout: 5\n");
    assert.notEqual((await loads()).length, 0, "else the line above proves nothing");
  });
});
