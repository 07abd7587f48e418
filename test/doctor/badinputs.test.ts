// The bad inputs of spec C5: no go at all, one that hangs, a home that cannot be written, what
// was mended by hand, two fixes in one file, nobody to ask. And `doctor all`.
import assert from "node:assert/strict";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Home, type Ran, runGostead, snapshot, withHome } from "../support/home.ts";
import { noMounts, withMounts } from "../support/mount.ts";
import { mismatches } from "../support/schema.ts";

const SETTINGS = "GOROOT=/gone\nGOFLAGS=oops\nGOPRIVATE=a.test\n";
const schema = new URL("../../docs/reference/schema/doctor.json", import.meta.url);

interface Check {
  readonly code: string;
  readonly outcome: string;
  readonly reason: string | null;
}

interface Report {
  readonly findings: readonly { readonly code: string }[];
  readonly checks: readonly Check[];
  readonly summary: Readonly<Record<string, number>>;
  readonly coverage: { readonly ran: number; readonly of: number };
}

async function doctor(home: Home, words: readonly string[], path = "/usr/bin:/bin"): Promise<Ran> {
  const env = { SHELL: "/bin/bash", PATH: path, GOPROXY: "http://127.0.0.1:9" };
  return await runGostead(["doctor", ...words], { home, env });
}

function reportIn({ stdout, stderr }: Ran): Report {
  assert.match(stdout, /^\{/, stderr);
  const report = JSON.parse(stdout) as Report;
  assert.deepEqual(mismatches(report, schema), []);
  return report;
}

const outcomeOf = ({ checks }: Report, code: string) => checks.find((one) => one.code === code);

async function writeSettings(home: Home, text = SETTINGS): Promise<string> {
  const file = join(home.user, ".config/go/env");
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, text);
  return file;
}

test("no go at all: nothing is wrong with what is not there, and nothing passes for it", async () => {
  await withHome(async (home) => {
    // A tree in /usr/local/go of the machine that runs this would be a finding.
    const ran = await doctor(home, ["path", "env", "--skip", "go-not-on-path", "--json"]);
    const report = reportIn(ran);
    assert.deepEqual([ran.code, report.findings], [0, []]);
    for (const code of ["go-does-not-run", "mixed-tree", "go-shadowed"]) {
      assert.notEqual(outcomeOf(report, code)?.outcome, "pass", code);
    }
  });
});

test("a go that hangs is told as that, and all else is looked at", async () => {
  await withHome(async (home) => {
    await writeSettings(home);
    const bin = join(home.root, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "go"), "#!/bin/sh\nsleep 300\n");
    await chmod(join(bin, "go"), 0o755);
    const words = ["path", "env", "--timeout", "1", "--json"];
    const report = reportIn(await doctor(home, words, `${bin}:/usr/bin:/bin`));
    assert.deepEqual(report.findings.map(({ code }) => code).sort(), [
      "go-does-not-run",
      "goflags-harmful",
      "goroot-in-goenv",
    ]);
    assert.match(JSON.stringify(report.findings), /it did not end within 1 s/);
  });
});

test("a home that is mounted read-only: told, not mended, and no half of it", {
  skip: noMounts,
}, async () => {
  await withHome(async (home) => {
    const file = await writeSettings(home);
    await withMounts([[home.user, "bind"]], async () => {
      const { execFileSync } = await import("node:child_process");
      execFileSync("mount", ["-o", "remount,bind,ro", home.user]);
      const ran = await doctor(home, ["env", "--fix", "--yes"]);
      assert.notEqual(ran.code, 0);
      assert.match(ran.stderr, /\.config\/go\/env/);
      assert.match(ran.stdout, /goroot-in-goenv/);
      assert.doesNotMatch(ran.stderr, /\bat .*\.js:\d+|internal/);
    });
    assert.equal(await readFile(file, "utf8"), SETTINGS);
    assert.deepEqual(reportIn(await doctor(home, ["env", "--json"])).findings.length, 2);
  });
});

test("what was mended by hand before is left alone: nothing to do, nothing to undo", async () => {
  await withHome(async (home) => {
    const file = await writeSettings(home);
    const shown = await doctor(home, ["env", "--fix", "--dry-run"]);
    assert.match(shown.stdout, /^-GOROOT=\/gone$/m);
    await writeFile(file, "GOPRIVATE=a.test\n");
    const before = await snapshot(home.user);
    const ran = await doctor(home, ["env", "--fix", "--yes"]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(await snapshot(home.user), before);
    const undo = await runGostead(["undo", "--list", "--json"], { home });
    assert.equal(undo.stdout, "");
  });
});

test("two fixes in one file are one transaction, and undo takes both back", async () => {
  await withHome(async (home) => {
    const file = await writeSettings(home);
    const ran = await doctor(home, ["env", "--fix", "--yes"]);
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(await readFile(file, "utf8"), "GOPRIVATE=a.test\n");
    assert.equal((await runGostead(["undo"], { home })).code, 0);
    assert.equal(await readFile(file, "utf8"), SETTINGS);
  });
});

test("nobody to ask and no --yes: the change is shown, nothing is made, exit 2", async () => {
  await withHome(async (home) => {
    const file = await writeSettings(home);
    const ran = await doctor(home, ["env", "--fix"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stdout + ran.stderr, /^-GOROOT=\/gone$/m);
    assert.match(ran.stderr, /no terminal to ask at/);
    assert.equal(await readFile(file, "utf8"), SETTINGS);
  });
});

test("all: every rule has one outcome, reasons where none was reached, sums that agree", async () => {
  await withHome(async (home) => {
    await writeSettings(home);
    const ran = await doctor(home, ["all", "--json"]);
    const { checks, summary, coverage, findings } = reportIn(ran);
    const { RULES } = await import("#doctor/rules.ts");
    assert.deepEqual(
      checks.map(({ code }) => code),
      RULES.map(({ code }) => code),
    );
    const count = (kind: string) => checks.filter(({ outcome }) => outcome === kind).length;
    assert.deepEqual(summary, {
      ...{ pass: count("pass"), fail: count("fail"), unknown: count("unknown") },
      ...{ notApplicable: count("not-applicable"), skipped: count("skipped") },
    });
    assert.deepEqual(coverage, { ran: count("pass") + count("fail"), of: RULES.length });
    for (const { code, outcome, reason } of checks) {
      const isVerdict = outcome === "pass" || outcome === "fail";
      assert.equal(reason === null, isVerdict, code);
      assert.equal(
        findings.some((one) => one.code === code),
        outcome === "fail",
        code,
      );
    }
    assert.equal(ran.code, 1);
  });
});
