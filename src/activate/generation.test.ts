import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { layoutOf } from "#host/paths.ts";
import { run } from "#host/run.ts";
import { GosteadError } from "#model/error.ts";
import { readHistory } from "./generation.ts";
import { moveOn, rollBack, type SwitchDeps, switchTo, type Target } from "./generationswitch.ts";
import { checkHealth } from "./health.ts";

/** A home with trees whose go says its version, and what a switch needs; one second passes between switches. */
function world(t: TestContext, ...versions: string[]) {
  const root = mkdtempSync(join(tmpdir(), "gostead-generation-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const version of versions) grow(root, version);
  let clock = Date.UTC(2026, 2, 1, 9, 15, 0);
  const deps: SwitchDeps = {
    home: layoutOf(root),
    nowMs: () => (clock += 1000),
    actor: "alice",
    keep: 5,
    lock: { timeoutMs: 20_000 },
    gate: (goroot, version) => checkHealth(goroot, version, run),
    targetOf: (word) => newest(root, word),
  };
  return { root, deps };
}

function grow(root: string, version: string, says = version): void {
  const bin = join(root, "toolchains", `go${version}`, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "go"), `#!/bin/sh\necho go version go${says} test/toy\n`);
  chmodSync(join(bin, "go"), 0o755);
}

function exact(version: string, follows: string | null = null): Target {
  return { word: version, follows, version, release_path: `toolchains/go${version}`, h1: null };
}

/** The newest tree whose name begins with the word: good for patches of one digit. */
function newest(root: string, word: string): Target | undefined {
  const names = readdirSync(join(root, "toolchains")).sort();
  const found = names.findLast((name) => name === `go${word}` || name.startsWith(`go${word}.`));
  const follows = /^\d+\.\d+$/.test(word) ? word : null;
  return found === undefined ? undefined : exact(found.slice(2), follows);
}

/** What the shim reads, and what a program behind `current/go` says. */
async function seen(root: string): Promise<string> {
  const word = readFileSync(join(root, "default"), "utf8").trim();
  const ran = await run([join(root, "current/go/bin/go"), "version"]);
  assert.equal(ran.stdout.split(" ")[2], `go${word}`);
  return word;
}

function refusedAs(code: string, says: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof GosteadError);
    assert.equal(error.code, code);
    assert.match(`${error.message}; ${error.fix}`, says);
    return true;
  };
}

test("a switch makes a generation that tells what, when, who and why", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  await switchTo(exact("1.22.5"), "first", deps);
  const { from, to } = await switchTo({ ...exact("1.22.6"), h1: "h1:x" }, "second", deps);
  assert.equal(from?.snapshot_id, "snap-001");
  assert.equal(await seen(root), "1.22.6");
  assert.equal(readlinkSync(join(root, "default")), "current/word");
  assert.equal(readlinkSync(join(root, "current")), `generations/${to.name}`);
  assert.equal(to.name, "20260301-091502");
  const text = readFileSync(join(root, "current", "snapshot.json"), "utf8");
  assert.deepEqual(JSON.parse(text), {
    format: 1,
    snapshot_id: "snap-002",
    release_path: "toolchains/go1.22.6",
    switched_at: "2026-03-01T09:15:02.000Z",
    word: "1.22.6",
    follows: null,
    version: "1.22.6",
    h1: "h1:x",
    actor: "alice",
    reason: "second",
    previous: "snap-001",
  });
});

test("what is active already makes no generation", async (t) => {
  const { root, deps } = world(t, "1.22.5");
  await switchTo(exact("1.22.5"), "a", deps);
  assert.equal((await switchTo(exact("1.22.5"), "b", deps)).changed, false);
  assert.equal(readdirSync(join(root, "generations")).length, 1);
});

test("two switches in one second have two directories", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  const still = { ...deps, nowMs: () => 0 };
  await switchTo(exact("1.22.5"), "a", still);
  await switchTo(exact("1.22.6"), "b", still);
  assert.deepEqual(readdirSync(join(root, "generations")).sort(), [
    "19700101-000000",
    "19700101-000000-2",
  ]);
});

test("rollback leads to what was active before, not to the number before", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6", "1.23.4");
  for (const version of ["1.22.5", "1.22.6"]) await switchTo(exact(version), "", deps);
  await rollBack(undefined, deps);
  assert.equal(await seen(root), "1.22.5");
  await switchTo(exact("1.23.4"), "", deps);
  await rollBack(undefined, deps);
  assert.equal(await seen(root), "1.22.5");
  await rollBack("snap-002", deps);
  assert.equal(await seen(root), "1.22.6");
  await rollBack("snap-001", deps);
  await assert.rejects(rollBack(undefined, deps), refusedAs("no-snapshot", /snap-001, snap-002/));
  await assert.rejects(rollBack("snap-077", deps), refusedAs("no-snapshot", /snap-077.*--list/));
});

test("a release that was removed, or does not run, is no place to go", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  for (const version of ["1.22.5", "1.22.6"]) await switchTo(exact(version), "", deps);
  rmSync(join(root, "toolchains", "go1.22.5"), { recursive: true });
  const install = refusedAs("not-installed", /snap-001.*gostead install 1\.22\.5/);
  await assert.rejects(rollBack(undefined, deps), install);
  grow(root, "1.22.5", "1.22.55");
  await assert.rejects(rollBack(undefined, deps), refusedAs("unhealthy", /go1\.22\.55/));
  grow(root, "1.23.4", "1.23.1");
  await assert.rejects(switchTo(exact("1.23.4"), "", deps), refusedAs("unhealthy", /go1\.23\.1/));
  rmSync(join(root, "toolchains", "go1.23.4", "bin", "go"));
  await assert.rejects(switchTo(exact("1.23.4"), "", deps), refusedAs("unhealthy", /ENOENT|start/));
  assert.equal(await seen(root), "1.22.6");
  assert.equal(readdirSync(join(root, "generations")).length, 2);
});

test("a label that was removed is to be added again", async (t) => {
  const { root, deps } = world(t, "1.22.5");
  const goroot = join(root, "labels/1.22.5@prod/goroot");
  mkdirSync(join(root, "labels/1.22.5@prod"), { recursive: true });
  cpSync(join(root, "toolchains/go1.22.5"), goroot, { recursive: true });
  const label = { ...exact("1.22.5"), word: "1.22.5@prod" };
  await switchTo({ ...label, release_path: "labels/1.22.5@prod/goroot" }, "", deps);
  assert.equal(readFileSync(join(root, "default"), "utf8"), "1.22.5@prod\n");
  await switchTo(exact("1.22.5"), "", deps);
  rmSync(goroot, { recursive: true });
  const add = refusedAs("not-installed", /gostead label add 1\.22\.5@prod/);
  await assert.rejects(rollBack(undefined, deps), add);
});

test("five stay, and besides them the active one and the one before it", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  const other = (n: number) => exact(n % 2 === 0 ? "1.22.5" : "1.22.6");
  for (let n = 0; n < 8; n++) await switchTo(other(n), "", deps);
  const ids = () => readHistory(deps.home).generations.map((one) => one.snapshot_id);
  assert.deepEqual(ids(), ["snap-004", "snap-005", "snap-006", "snap-007", "snap-008"]);
  await rollBack("snap-004", deps);
  mkdirSync(join(root, "generations", ".killed"));
  await switchTo(exact("1.22.5"), "", deps);
  assert.deepEqual(ids(), ["snap-004", "snap-005", "snap-006", "snap-007", "snap-008", "snap-009"]);
  assert.ok(!existsSync(join(root, "generations", ".killed")));
});

test("a minor moves on; what somebody rolled back from is not taken again", async (t) => {
  const { root, deps } = world(t, "1.22.5");
  await switchTo(exact("1.22.5", "1.22"), "", deps);
  assert.equal(await moveOn("", deps), undefined);
  grow(root, "1.22.6");
  assert.equal((await moveOn("patch", deps))?.to.word, "1.22.6");
  await rollBack(undefined, deps);
  assert.equal(await moveOn("", deps), undefined);
  assert.equal(await seen(root), "1.22.5");
  grow(root, "1.22.7");
  assert.equal((await moveOn("", deps))?.to.word, "1.22.7");
  rmSync(join(root, "toolchains", "go1.22.7"), { recursive: true });
  assert.equal((await moveOn("", deps))?.to.word, "1.22.6");
});

test("a plain default becomes a generation; one that names nothing makes way", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  writeFileSync(join(root, "default"), "1.22.5\n");
  await switchTo(exact("1.22.6"), "", deps);
  await rollBack(undefined, deps);
  assert.equal(await seen(root), "1.22.5");
  rmSync(join(root, "default"));
  writeFileSync(join(root, "default"), "\0nonsense");
  await switchTo(exact("1.22.6"), "", deps);
  assert.equal(await seen(root), "1.22.6");
});

test("a directory at current or default stays, and nothing changes", async (t) => {
  for (const name of ["current", "default"]) {
    const { root, deps } = world(t, "1.22.5");
    mkdirSync(join(root, name));
    await assert.rejects(switchTo(exact("1.22.5"), "", deps), refusedAs("not-a-link", /away/));
    await assert.rejects(rollBack(undefined, deps), refusedAs("not-a-link", /away/));
    assert.ok(lstatSync(join(root, name)).isDirectory());
    assert.ok(!existsSync(join(root, "generations")));
  }
});

test("a link that leads nowhere, or a damaged snapshot, is replaced by the next switch", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6");
  symlinkSync("generations/20200101-000000", join(root, "current"));
  symlinkSync("current/word", join(root, "default"));
  await switchTo(exact("1.22.5"), "", deps);
  assert.equal(await seen(root), "1.22.5");
  chmodSync(join(root, "current", "snapshot.json"), 0o644);
  writeFileSync(join(root, "current", "snapshot.json"), '{"format":1,');
  assert.equal(readHistory(deps.home).active, undefined);
  await switchTo(exact("1.22.6"), "", deps);
  assert.equal(await seen(root), "1.22.6");
});

test("a snapshot of a newer format is refused", async (t) => {
  const { root, deps } = world(t, "1.22.5");
  const { to } = await switchTo(exact("1.22.5"), "", deps);
  const path = join(root, "generations", to.name, "snapshot.json");
  chmodSync(path, 0o644);
  writeFileSync(path, '{"format":2}');
  assert.throws(() => readHistory(deps.home), refusedAs("newer-format", /format 2/));
});

test("switches at once all succeed, one after the other", async (t) => {
  const { root, deps } = world(t, "1.22.5", "1.22.6", "1.23.4");
  const versions = ["1.22.5", "1.22.6", "1.23.4", "1.22.5", "1.22.6"];
  const deps9 = { ...deps, keep: 9 };
  const all = await Promise.all(versions.map((version) => switchTo(exact(version), "", deps9)));
  const made = all.filter(({ changed }) => changed).map(({ to }) => to.snapshot_id);
  assert.equal(new Set(made).size, made.length);
  const { generations } = readHistory(deps.home);
  assert.deepEqual(generations.map((one) => one.snapshot_id).sort(), made.sort());
  for (const [at, one] of generations.entries()) {
    assert.equal(one.previous, generations[at - 1]?.snapshot_id ?? null, "no link is missing");
  }
  await seen(root);
});
