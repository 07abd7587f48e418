// The same repair with a real toolchain of the real log, from the proxy that the go
// command uses here: a changed bin/go and a deleted src/fmt cost less than 8 MiB.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runGostead, withHome } from "../support/home.ts";
import { alter, flipped, treeOf, verified } from "../support/tree.ts";

const VERSION = "1.22.6";
const RECORD = 28865909;
const H1 = "h1:bNlzYVDdz3HI0dMPvwv7Fxx9i4gPk9afUcR+fLwLB64=";

/** How this machine reaches the network. */
const NETWORK = [
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

const goproxy = spawnSync("go", ["env", "GOPROXY"]).stdout?.toString().trim() ?? "";
const skip = await reasonToSkip();

async function reasonToSkip(): Promise<string | false> {
  if (process.platform !== "linux" || process.arch !== "x64") return "not linux-amd64";
  const url = goproxy.split(/[,|]/).find((one) => /^https?:/.test(one));
  if (url === undefined) return "no go, or no proxy in go env GOPROXY";
  const list = `${url}/golang.org/toolchain/@v/list`;
  const curl = spawnSync("curl", ["-sfm", "10", "-o", "/dev/null", list]);
  return curl.status === 0 ? false : "the module proxy cannot be reached";
}

test("a real toolchain is repaired with less than 8 MiB", { skip }, async () => {
  await withHome(async (home) => {
    const known = NETWORK.filter((name) => process.env[name] !== undefined);
    const network = known.map((name) => [name, process.env[name] ?? ""] as const);
    const env = { ...Object.fromEntries(network), GOPROXY: goproxy };
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
