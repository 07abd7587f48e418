// gostead lsm on this machine, and drafts judged by the programs that read such policy.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { withArena } from "../support/arena.ts";
import { mismatches } from "../support/schema.ts";

const ACTIVE = ["/sys/fs/selinux/enforce", "/sys/module/apparmor/parameters/enabled"].filter(
  (path) => existsSync(path),
);
const needs = (path: string) => (existsSync(path) ? false : `${path} is not installed`);
const schema = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);
const data = (name: string) => new URL(`../data/lsm/${name}.log`, import.meta.url).pathname;

test("no module: not applicable, for scan, draft and exec", {
  skip: ACTIVE[0] ?? false,
}, async () => {
  await withArena(async (arena) => {
    for (const word of ["scan", "draft"]) {
      const ran = await arena.run("lsm", word);
      assert.equal(ran.code, 0);
      assert.match(ran.stderr, /not applicable: no MAC module active/);
      const json = await arena.run("lsm", word, "--json");
      assert.deepEqual(mismatches(JSON.parse(json.stdout), schema("lsm-scan")), []);
    }
    await arena.run("install", "1.22.6");
    const ran = await arena.run("exec", "--apparmor", "go-dev", "+1.22.6", "go", "version");
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /AppArmor does not decide here \[not-available\]/);
  });
});

test("JSON fits its schemas", async () => {
  await withArena(async (arena) => {
    for (const name of ["selinux-go", "apparmor-kinds", "selinux-refused"]) {
      const scan = await arena.run("lsm", "scan", "--log", data(name), "--json");
      assert.equal(scan.code, 1);
      assert.deepEqual(mismatches(JSON.parse(scan.stdout), schema("lsm-scan")), []);
      const draft = await arena.run("lsm", "draft", "--log", data(name), "--json");
      assert.deepEqual(mismatches(JSON.parse(draft.stdout), schema("lsm-draft")), []);
    }
  });
});

const CASES = [
  ["selinux-go", "/usr/bin/checkmodule", /^semodule -i /m, /^semanage permissive -a ci_t$/m],
  ["apparmor-go", "/usr/sbin/apparmor_parser", /^apparmor_parser -r /m, /^apparmor_parser -r -C /m],
] as const;

for (const [name, tool, deploys, tries] of CASES) {
  test(`a draft of ${name} is right, a spoilt one is not`, { skip: needs(tool) }, async () => {
    await withArena(async (arena) => {
      const file = join(arena.home.user, "my draft");
      const drafted = await arena.run("lsm", "draft", "--log", data(name));
      await writeFile(file, drafted.stdout);
      const tried = await arena.run("lsm", "test", file);
      assert.equal(tried.code, 0, tried.stderr);
      assert.match(tried.stdout, tries);
      const deployed = await arena.run("lsm", "deploy", file, "--json");
      const told = JSON.parse(deployed.stdout);
      assert.deepEqual(mismatches(told, schema("lsm-load")), []);
      assert.match(told.steps.join("\n"), deploys);
      await writeFile(
        file,
        (await readFile(file, "utf8")).replace(/^(allow|owner) /m, "nonsense "),
      );
      const spoilt = await arena.run("lsm", "test", file);
      assert.equal(spoilt.code, 1);
      assert.match(spoilt.stderr, /refuses .*\[child-failed\]/);
    });
  });
}

test("--apply where nothing could be loaded changes nothing", {
  skip: ACTIVE[0] ?? needs("/usr/bin/checkmodule"),
}, async () => {
  await withArena(async (arena) => {
    const file = join(arena.home.user, "go.te");
    const drafted = await arena.run("lsm", "draft", "--log", data("selinux-go"));
    await writeFile(file, drafted.stdout);
    const ran = await arena.run("lsm", "deploy", file, "--apply", "--yes");
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /\[(not-available|no-permission)\]/);
  });
});
