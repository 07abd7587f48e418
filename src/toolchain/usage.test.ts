import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { layoutOf } from "#host/paths.ts";
import { pretend, pretendHome, receiptText } from "../../test/support/pretend.ts";
import { treePath } from "./installed.ts";
import { receiptPath } from "./receipt.ts";
import { keepsAccessTimes, lastUsed } from "./usage.ts";

const DAY_MS = 86_400_000;

test("last used is the later of the install and the last run", (t) => {
  const home = pretendHome(t, []);
  const release = pretend(home, "1.22.6", { "bin/go": "#!/bin/sh\n" });
  const go = join(treePath(home, release), "bin", "go");
  writeFileSync(receiptPath(home, release), receiptText(release, 10 * DAY_MS));
  utimesSync(go, new Date(20 * DAY_MS), new Date(0));
  assert.equal(lastUsed(release, { home }), 20 * DAY_MS);
  utimesSync(go, new Date(5 * DAY_MS), new Date(0));
  assert.equal(lastUsed(release, { home }), 10 * DAY_MS);
  rmSync(go);
  assert.equal(lastUsed(release, { home }), 10 * DAY_MS);
});

/** A directory on a file system of our own; undefined where none may be mounted. */
function mounted(t: TestContext, options: string): string | undefined {
  const at = mkdtempSync(join(tmpdir(), "gostead-test-"));
  t.after(() => {
    spawnSync("umount", [at]);
    rmSync(at, { recursive: true, force: true });
  });
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", `size=1m,${options}`, "tmpfs", at]);
  return made.status === 0 ? at : undefined;
}

for (const [options, keeps] of [
  ["relatime", true],
  ["strictatime", true],
  ["noatime", false],
] as const) {
  test(`a file system mounted ${options} ${keeps ? "tells" : "cannot tell"} what was used`, (t) => {
    const at = mounted(t, options);
    if (at === undefined) return t.skip("no mounts may be made here");
    const home = layoutOf(at);
    mkdirSync(home.toolchains);
    assert.equal(keepsAccessTimes(home, Date.now()), keeps);
    assert.deepEqual(readdirSync(home.toolchains), [], "the probe is gone");
  });
}
