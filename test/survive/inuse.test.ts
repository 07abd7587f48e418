// What a process runs is not removed (spec A8.7): uninstall refuses and names it, prune
// leaves it, --force removes it and the audit log says so.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { receiptOf, treeOf } from "../support/tree.ts";

const skip = process.platform === "linux" ? false : "no /proc";

/** Starts a program of the tree that goes on for a minute: toys are scripts, which the kernel tells by their shell. */
async function running(tree: string) {
  const go = join(tree, "bin", "go");
  rmSync(go);
  copyFileSync("/bin/sleep", go);
  const child = spawn(go, ["60"], { stdio: "ignore" });
  await new Promise((ready) => child.once("spawn", ready));
  return { go, child };
}

/** As prune sees it: installed and last run long ago. */
function makeOld({ home }: Arena, version: string): void {
  const receipt = receiptOf(home, version);
  const text = readFileSync(receipt, "utf8").replace(
    /"installed": ".*"/,
    '"installed": "2020-01-01T00:00:00Z"',
  );
  writeFileSync(receipt, text);
  utimesSync(join(treeOf(home, version), "bin", "go"), 0, 0);
}

test("a release that a process runs stays, until it ends or --force", { skip }, async (t) => {
  await withArena(async (arena) => {
    for (const version of ["1.22.5", "1.22.6"]) await installs(arena, version);
    const tree = treeOf(arena.home, "1.22.6");
    const { go, child } = await running(tree);
    t.after(() => child.kill("SIGKILL"));

    const refused = await arena.run("uninstall", "1.22.6");
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stderr, new RegExp(`process ${child.pid} \\(${go}\\) \\[in-use\\]`));
    assert.match(refused.stderr, /fix: .*gostead uninstall --force 1\.22\.6/);

    for (const version of ["1.22.5", "1.22.6"]) makeOld(arena, version);
    const pruned = await arena.run("prune", "--unused", "30", "--json");
    assert.equal(pruned.code, 0, pruned.stderr);
    assert.deepEqual(JSON.parse(pruned.stdout).removed, ["go1.22.5"]);
    assert.match(pruned.stderr, new RegExp(`process ${child.pid} .*: it stays`));
    assert.ok(existsSync(go));

    const forced = await arena.run("uninstall", "--force", "1.22.6");
    assert.equal(forced.code, 0, forced.stderr);
    assert.ok(!existsSync(tree));
    assert.equal(child.exitCode, null, "the process goes on");
    const log = (await arena.run("audit", "--json")).stdout.trim().split("\n");
    const removals = log.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "uninstall");
    assert.deepEqual(
      removals.map(({ result, detail }) => [result, detail.code ?? detail.force]),
      [
        ["failed", "in-use"],
        ["ok", true],
      ],
    );
  });
});

test("when it has ended it may go", { skip }, async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const { child } = await running(treeOf(arena.home, "1.22.6"));
    child.kill("SIGKILL");
    await new Promise((ended) => child.once("exit", ended));
    assert.equal((await arena.run("uninstall", "1.22.6")).code, 0);
  });
});
