// The bundle's reports: JSON held against its schema, and what each must not say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { type Home, type Ran, runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const schema = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);
const machine = (name: string) =>
  fileURLToPath(new URL(`../data/machines/${name}`, import.meta.url));

const run = (home: Home, ...args: string[]): Promise<Ran> =>
  runGostead(args, { home, env: { SHELL: "/bin/bash" } });

test("doctor --json fits its schema: clean, findings of each kind, unknown, skipped", async () => {
  await withHome(async (home) => {
    const check = async (...args: string[]) => {
      const { stdout, stderr } = await run(home, "doctor", "--json", ...args);
      assert.notEqual(stdout, "", stderr);
      assert.deepEqual(mismatches(JSON.parse(stdout), schema("doctor")), []);
      return JSON.parse(stdout);
    };
    const clean = await check();
    assert.equal(clean.checks.length, clean.coverage.of);
    await mkdir(join(home.user, ".config/go"), { recursive: true });
    await writeFile(
      join(home.user, ".config/go/env"),
      "GOROOT=/gone\nGONOSUMDB=*\nGOTOOLCHAIN=x\n",
    );
    await writeFile(join(home.user, ".bashrc"), "export GOROOT=/gone\n");
    const broken = await check("env", "--skip", "mixed-tree");
    assert.ok(broken.findings.length >= 4);
    assert.ok(broken.findings.some(({ advice }: { advice?: string }) => advice !== undefined));
    await rm(join(home.user, ".config/go/env"));
    execFileSync("mkfifo", [join(home.user, ".config/go/env")]);
    const blind = await check("env");
    assert.ok(blind.summary.unknown > 0);
    assert.equal(blind.checks.length, broken.checks.length, "the denominator is fixed");
  });
});

test("facts --json fits its schema, here and of a recorded machine", async () => {
  await withHome(async (home) => {
    for (const args of [[], ["--root", machine("alpine")]]) {
      const { stdout, code } = await run(home, "facts", "--json", ...args);
      assert.equal(code, 0);
      assert.deepEqual(mismatches(JSON.parse(stdout), schema("facts")), []);
    }
  });
});

test("no secret of a start file, a settings file or the environment is printed", async () => {
  await withHome(async (home) => {
    await mkdir(join(home.user, ".config/go"), { recursive: true });
    const proxy = "GOPROXY=https://me:hunter2@proxy.example.com?token=hunter2,direct";
    await writeFile(join(home.user, ".config/go/env"), `${proxy}\nGOROOT=/gone\n`);
    await writeFile(join(home.user, ".bashrc"), `export TOKEN=hunter2\nexport ${proxy}\n`);
    for (const args of [["facts"], ["facts", "--json"], ["doctor"], ["doctor", "--json"]]) {
      const env = { SHELL: "/bin/bash", GOPROXY: proxy.slice(8) };
      const { stdout, stderr } = await runGostead(args, { home, env });
      assert.match(stdout, /gone|GOROOT/, args.join(" "));
      assert.doesNotMatch(stdout + stderr, /hunter2/, args.join(" "));
    }
  });
});

test("what files and variables say cannot write to the terminal", async () => {
  await withHome(async (home) => {
    await mkdir(join(home.user, ".config/go"), { recursive: true });
    await writeFile(join(home.user, ".config/go/env"), "GOROOT=/\u001b[2Jgone\u202e\n");
    for (const args of [["facts"], ["doctor", "env"]]) {
      const { stdout } = await run(home, ...args);
      assert.match(stdout, /\\u\{1b\}\[2Jgone/, args.join(" "));
      assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
    }
  });
});
