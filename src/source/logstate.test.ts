import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { layoutOf } from "#host/paths.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { logDirectory, openLogState } from "./logstate.ts";

const LOG = { name: "sum.example/go", verifierKey: "sum.example/go+1a2b3c4d+AAAA" };
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function stateIn(root: string, nowMs = () => 1_700_000_000_000) {
  return openLogState(layoutOf(root), LOG, nowMs);
}

test("a head is replaced only by who knows the one that stands there", async (t) => {
  const state = stateIn(tempDirectory(t));
  assert.equal(await state.readHead(), "");
  assert.equal(await state.writeHead("something", "one\n"), false);
  assert.equal(await state.readHead(), "");
  assert.equal(await state.writeHead("", "one\n"), true);
  assert.equal(await state.writeHead("", "two\n"), false);
  assert.equal(await state.writeHead("one\n", "größer\n"), true);
  assert.equal(await state.readHead(), "größer\n");
});

test("the time of the last advance is kept, that of a lost race is not", async (t) => {
  let now = 1000;
  const state = stateIn(tempDirectory(t), () => now);
  assert.equal(state.lastAdvance(), undefined);
  await state.writeHead("", "one\n");
  now = 5000;
  await state.writeHead("wrong", "two\n");
  assert.equal(state.lastAdvance(), 1000);
  await state.writeHead("one\n", "two\n");
  assert.equal(state.lastAdvance(), 5000);
});

test("logs are kept apart by name and by every character of the key (S5)", async (t) => {
  const home = layoutOf(tempDirectory(t));
  const others = [
    LOG,
    { ...LOG, verifierKey: `${LOG.verifierKey}B` },
    { ...LOG, name: "sum.example" },
    { name: "..", verifierKey: "" },
  ];
  const directories = others.map((log) => logDirectory(home, log));
  assert.equal(new Set(directories).size, others.length);
  for (const directory of directories) {
    assert.equal(join(home.sumdb, basename(directory)), directory);
    assert.notEqual(basename(directory), "..");
  }
  await openLogState(home, LOG, Date.now).writeHead("", "mine\n");
  assert.equal(await openLogState(home, { ...LOG, name: "sum.example" }, Date.now).readHead(), "");
});

test("tiles come back as they were kept; writing one again leaves one", async (t) => {
  const home = layoutOf(tempDirectory(t));
  const state = openLogState(home, LOG, Date.now);
  const path = "/tile/8/0/x112/757.p/8";
  assert.equal(await state.readTile(path), undefined);
  const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
  await state.writeTile(path, bytes);
  await state.writeTile(path, bytes);
  assert.deepEqual(new Uint8Array((await state.readTile(path)) ?? []), bytes);
  assert.equal(readdirSync(join(logDirectory(home, LOG), "tile/8/0/x112/757.p")).length, 1);
  assert.equal(await state.readTile("/tile/8/0/x112/757.p/9"), undefined);
});

test("nothing is made before the first write, and a state that cannot be read is no empty one", async (t) => {
  const root = tempDirectory(t);
  const home = layoutOf(root);
  await stateIn(root).readHead();
  await stateIn(root).readTile("/tile/8/0/000");
  assert.ok(!existsSync(home.sumdb));
  writeFileSync(home.sumdb, "a file where a directory must be");
  await assert.rejects(stateIn(root).writeHead("", "one\n"));
  assert.ok(statSync(home.sumdb).isFile());
});

const COUNT_UP = `
import { layoutOf } from "#host/paths.ts";
import { openLogState } from "#source/logstate.ts";
const state = openLogState(layoutOf(process.argv[1]), ${JSON.stringify(LOG)}, Date.now);
let won = 0;
let lost = 0;
while (won < 8) {
  const old = await state.readHead();
  await new Promise((wake) => setTimeout(wake, Math.random() * 3));
  if (await state.writeHead(old, String(Number(old) + 1))) won++;
  else lost++;
}
console.log(lost);`;

test("processes that count up together lose no step", { timeout: 60_000 }, async (t) => {
  const root = tempDirectory(t);
  const count = () =>
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", COUNT_UP, root], {
      cwd: ROOT,
    });
  const runs = await Promise.all([count(), count(), count()]);
  assert.equal(await stateIn(root).readHead(), "24");
  const lost = runs.reduce((sum, { stdout }) => sum + Number(stdout), 0);
  assert.ok(lost > 0, "they never met, so nothing was shown");
});
