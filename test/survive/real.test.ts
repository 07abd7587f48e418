// The same repair with a real toolchain of the real log, from the proxy that the go
// command uses here: a changed bin/go and a deleted src/fmt cost less than 8 MiB.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runGostead, withHome } from "../support/home.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";
import { alter, flipped, treeOf, verified } from "../support/tree.ts";

const VERSION = "1.22.6";
const RECORD = 28865909;
const H1 = "h1:bNlzYVDdz3HI0dMPvwv7Fxx9i4gPk9afUcR+fLwLB64=";

const skip = reasonToSkip();

test("a real toolchain is repaired with less than 8 MiB", { skip }, async () => {
  await withHome(async (home) => {
    const env = networkEnv();
    const ran = await runGostead(["install", "--json", VERSION], { home, env });
    assert.equal(ran.code, 0, ran.stderr);
    const { proof } = JSON.parse(ran.stdout) as { proof: { record: number; h1: string } };
    assert.deepEqual([proof.record, proof.h1], [RECORD, H1]);
    alter(join(treeOf(home, VERSION), "bin/go"), flipped);
    rmSync(join(treeOf(home, VERSION), "src/fmt"), { recursive: true });
    const found = await verified({ home, env }, VERSION);
    assert.equal(found.code, 4);
    assert.ok(found.problems.includes("changed bin/go"));
    assert.ok(found.problems.includes("missing src/fmt/print.go"));
    const repaired = await verified({ home, env }, VERSION, "--repair");
    assert.equal(repaired.code, 0, repaired.stderr);
    const { bytesFetched } = JSON.parse(repaired.stdout) as { bytesFetched: number };
    assert.ok(bytesFetched < 8 * 2 ** 20, `${bytesFetched} bytes`);
    const version = spawnSync(join(treeOf(home, VERSION), "bin/go"), ["version"]);
    assert.equal(version.stdout.toString(), "go version go1.22.6 linux/amd64\n");
    assert.equal((await verified({ home, env }, VERSION)).code, 0);
  });
});
