import assert from "node:assert/strict";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { withLock } from "#host/lock.ts";
import { GosteadError } from "#model/error.ts";
import { engineOn } from "../../test/support/engine.ts";
import { objectNameOf, pretend, pretendHome, receiptText } from "../../test/support/pretend.ts";
import { installedReleases, treePath } from "./installed.ts";
import { type PruneRequest, prune } from "./prune.ts";
import { receiptNames, recordPath } from "./receipt.ts";
import { openStaging } from "./staging.ts";

const DAY_MS = 86_400_000;
const NOTHING: PruneRequest = { unusedDays: undefined, spared: [], dryRun: false };

function site(t: TestContext, releases: readonly string[]) {
  const home = pretendHome(t, releases);
  const engine = engineOn({ root: home.root, env: {} });
  return { home, engine: { ...engine, lockTimeoutMs: 0 } };
}

function put(path: string, content = "x".repeat(10_000)): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

test("objects that no release holds go, and their blocks are counted", async (t) => {
  const { home, engine } = site(t, ["1.22.6"]);
  const needed = put(join(home.store, objectNameOf("go1.22.6\n")), "go1.22.6\n");
  const orphan = put(join(home.store, objectNameOf("orphan")));
  const { bytesFreed, removed } = await prune(NOTHING, engine);
  assert.ok(bytesFreed >= 10_000 && bytesFreed < 40_000, String(bytesFreed));
  assert.deepEqual(removed, []);
  assert.deepEqual([existsSync(needed), existsSync(orphan)], [true, false]);
});

test("what killed installs left goes: staging, receipts without a tree, old temporary files", async (t) => {
  const { home, engine } = site(t, ["1.22.6", "1.23.4"]);
  const [, gone] = installedReleases(home);
  assert.ok(gone);
  put(join(openStaging(home, gone).tree, "bin", "go"));
  put(join(home.toolchains, ".staging", "go1.23.4.linux-amd64.x", "tree", "f"));
  put(join(home.staging, "judge.x", "f.zip"));
  rmSync(treePath(home, gone), { recursive: true });
  put(join(home.receipts, "go1.23.4.linux-amd64.json.12.0123456789ab.tmp"));
  await prune(NOTHING, { ...engine, nowMs: () => Date.now() + DAY_MS });
  assert.deepEqual(readdirSync(home.staging), []);
  assert.deepEqual(readdirSync(join(home.toolchains, ".staging")), []);
  assert.deepEqual(readdirSync(home.receipts).sort(), [
    "go1.22.6.linux-amd64.json",
    "go1.22.6.linux-amd64.manifest",
  ]);
});

test("what an install holds its lock for stays, and its linked objects too", async (t) => {
  const { home, engine } = site(t, ["1.22.6", "1.23.4"]);
  const [, growing] = installedReleases(home);
  assert.ok(growing);
  rmSync(treePath(home, growing), { recursive: true });
  const staged = put(join(openStaging(home, growing).tree, "f"));
  const object = put(join(home.store, objectNameOf("new")));
  linkSync(object, join(dirname(staged), "linked"));
  await withLock(join(home.locks, "go1.23.4.linux-amd64.lock"), {}, async () => {
    await prune(NOTHING, engine);
    assert.ok(existsSync(staged) && existsSync(object));
    assert.deepEqual(receiptNames(home).length, 2);
  });
  await prune(NOTHING, engine);
  assert.ok(!existsSync(staged));
});

test("a damaged manifest stops the sweep: nobody knows what is needed", async (t) => {
  const { home, engine } = site(t, ["1.22.6"]);
  const object = put(join(home.store, objectNameOf("orphan")));
  const [release] = installedReleases(home);
  assert.ok(release);
  writeFileSync(recordPath(home, release), "damaged");
  await assert.rejects(prune(NOTHING, engine), GosteadError);
  assert.ok(existsSync(object));
});

/** Releases whose bin/go was last run so many days ago, installed long before. */
function used(t: TestContext, days: Readonly<Record<string, number>>) {
  const { home, engine } = site(t, []);
  for (const [version, ago] of Object.entries(days)) {
    const release = pretend(home, version, { "bin/go": "#!/bin/sh\n" });
    const moment = new Date(Date.now() - ago * DAY_MS);
    utimesSync(join(treePath(home, release), "bin", "go"), moment, new Date(0));
    const installed = Date.now() - 400 * DAY_MS;
    put(join(home.receipts, `go${version}.linux-amd64.json`), receiptText(release, installed));
  }
  return { home, engine };
}

test("releases go that nobody ran for so long, but for those that are spared", async (t) => {
  const { home, engine } = used(t, { "1.21.1": 50, "1.22.6": 40, "1.23.4": 5 });
  const [, spared] = installedReleases(home);
  assert.ok(spared);
  const request = { unusedDays: 30, spared: [spared], dryRun: true };
  const would = await prune(request, engine);
  assert.deepEqual(
    [would.removed.map(({ version }) => version), would.bytesFreed],
    [["1.21.1"], 0],
  );
  assert.equal(installedReleases(home).length, 3, "a dry run changes nothing");
  const done = await prune({ ...request, dryRun: false }, engine);
  assert.deepEqual(done.removed, would.removed);
  assert.ok(done.bytesFreed > 0);
  assert.deepEqual(
    installedReleases(home).map(({ version }) => version),
    ["1.22.6", "1.23.4"],
  );
});
