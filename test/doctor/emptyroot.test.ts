// doctor binary --run-in-empty-root with real programs: gofmt, a static Go program, and one that needs its C
// library. Skipped by name where namespaces are not permitted.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runGostead, withHome } from "../support/home.ts";

const may = spawnSync("unshare", [
  "--user",
  "--map-root-user",
  "--mount",
  "--net",
  "--pid",
  "--fork",
  "true",
]);
const skip =
  may.status === 0 && process.platform === "linux" ? false : "no namespaces are permitted here";

const go = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
const noGo = go.status === 0 ? skip : "go is not on PATH";
const STATIC = join(go.status === 0 ? go.stdout.trim() : "/", "bin/gofmt");

interface Report {
  readonly checks: readonly { code: string; outcome: string; reason: string | null }[];
  readonly findings: readonly { code: string; evidence: readonly { text: string }[] }[];
}

/** The report, and what the rule about it said. */
async function tried(file: string, words: string) {
  return await withHome(async (home) => {
    const args = [
      "doctor",
      "binary",
      file,
      `--run-in-empty-root=${words}`,
      "--only",
      "binary-not-alone",
      "--json",
    ];
    const ran = await runGostead(args, { home });
    const report = JSON.parse(ran.stdout) as Report;
    // Nothing of the copy is left behind.
    assert.deepEqual(readdirSync(home.tmp), []);
    const check = report.checks.find(({ code }) => code === "binary-not-alone");
    return { code: ran.code, outcome: check?.outcome, said: report.findings[0]?.evidence[0]?.text };
  });
}

test("a static program runs alone", { skip: noGo }, async () => {
  assert.deepEqual(await tried(STATIC, "-l"), { code: 0, outcome: "pass", said: undefined });
});

test("one that ends with an error is told with what it said", { skip: noGo }, async () => {
  const { code, outcome, said } = await tried(STATIC, "--no-such-flag");
  assert.deepEqual({ code, outcome }, { code: 1, outcome: "fail" });
  assert.match(said ?? "", /^it ended with 2: .*-no-such-flag/);
});

test("one that needs its loader does not start", { skip }, async () => {
  const { code, outcome, said } = await tried("/bin/true", "--help");
  assert.deepEqual({ code, outcome }, { code: 1, outcome: "fail" });
  assert.match(said ?? "", /^it did not start: \/lib.* is not in an empty root$/);
});

test("where unshare cannot do it, it is unknown: exit 3", async () => {
  await withHome(async (home) => {
    const broken = join(home.user, "unshare");
    writeFileSync(
      broken,
      "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
      { mode: 0o755 },
    );
    const args = [
      "doctor",
      "binary",
      "/bin/true",
      "--run-in-empty-root=--help",
      "--only",
      "binary-not-alone",
    ];
    const ran = await runGostead(args, { home, env: { PATH: `${home.user}:/usr/bin:/bin` } });
    assert.equal(ran.code, 3);
    assert.match(
      ran.stdout,
      /unknown {2}binary-not-alone: unshare: unshare failed: Operation not permitted/,
    );
  });
});
