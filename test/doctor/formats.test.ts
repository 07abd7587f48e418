// What CI systems read, of every recorded machine and of hostile ones: SARIF and JUnit
// held against their published schemas, annotations read back as the runner reads them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Judged, judge } from "#doctor/judge.ts";
import { exitOfReview, reviewOf } from "#doctor/review.ts";
import { RULES } from "#doctor/rules.ts";
import { FACT_NAMES } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import { recordedPlace } from "#facts/place.ts";
import type { Ignore } from "#policy/ignores.ts";
import { jsonLine } from "../../src/cli/json.ts";
import { annotationsOf, suitesOf } from "../../src/cli/report/doctor.ts";
import { junitLines } from "../../src/cli/report/junit.ts";
import { sarifOf } from "../../src/cli/report/sarif.ts";
import { mismatches } from "../support/schema.ts";

const SARIF = new URL("../data/reports/sarif-schema-2.1.0.json", import.meta.url);
const XSD = fileURLToPath(new URL("../data/reports/junit.xsd", import.meta.url));
const MACHINES = fileURLToPath(new URL("../data/machines", import.meta.url));
const ALL = { groups: [], only: [], skip: [] };
const AT = "2026-03-01T10:20:30.000Z";
const RUN = { version: "1.0.0", root: "/home/u/project" };
const noXmllint = spawnSync("xmllint", ["--version"]).error !== undefined && "xmllint is absent";

async function outcomesOf(name: string): Promise<readonly Judged[]> {
  return judge(RULES, ALL, await gather(FACT_NAMES, await recordedPlace(`${MACHINES}/${name}`)));
}

/** What xmllint says against the schema; empty when it fits. */
function xmlFaults(xml: string): string {
  const ran = spawnSync("xmllint", ["--noout", "--schema", XSD, "-"], { input: xml });
  return ran.status === 0 ? "" : String(ran.stderr);
}

const hostile = (text: string): Judged => ({
  kind: "fail",
  code: "goroot-exported",
  findings: [
    {
      code: "goroot-exported",
      severity: "error",
      subject: text,
      evidence: [{ text, file: `/home/u/project/${text}`, line: 3 }, { text }],
      fix: [],
      advice: text,
    },
  ],
});
const unknown = (reason: string): Judged => ({ kind: "unknown", code: "mixed-tree", reason });
const HOSTILE = [
  "::add-mask::secret",
  "x\n::add-mask::secret",
  "x\r\n::error file=a::b",
  "##vso[task.setvariable variable=a]b",
  "##teamcity[buildStop]",
  "\u001b[2J\u009b2J",
  "\u202Egnp.exe",
  "a%0A::stop-commands::x",
  "]]><evil attribute=\"'&amp;\u0000\uFFFE",
  "a,b:c=d",
];

test("every recorded machine's report fits the schema of SARIF 2.1.0", async () => {
  let results = 0;
  for (const name of readdirSync(MACHINES)) {
    const review = reviewOf(await outcomesOf(name));
    const sarif = JSON.parse(jsonLine(sarifOf(review, RUN)));
    assert.deepEqual(mismatches(sarif, SARIF), [], name);
    assert.equal(sarif.runs[0].results.length, review.findings.length);
    results += review.findings.length;
    const told = sarif.runs[0].invocations[0].toolExecutionNotifications;
    const missing = review.outcomes.filter(({ kind }) => kind === "unknown");
    assert.deepEqual(
      told.map((one: { associatedRule: { id: string } }) => one.associatedRule.id),
      missing.map(({ code }) => code),
    );
  }
  assert.ok(results > 30);
});

test("the schema is one that can be broken", () => {
  const sarif = JSON.parse(jsonLine(sarifOf(reviewOf([hostile("x")]), RUN)));
  const run = sarif.runs[0];
  const broken = [
    { ...sarif, version: "2.0.0" },
    { ...sarif, extra: 1 },
    { ...sarif, runs: [{ ...run, tool: {} }] },
    { ...sarif, runs: [{ ...run, results: [{ ...run.results[0], level: "info" }] }] },
    { ...sarif, runs: [{ ...run, results: [{ ...run.results[0], message: "x" }] }] },
    { ...sarif, runs: [{ ...run, originalUriBaseIds: { A: { uri: "no uri" } } }] },
  ];
  assert.deepEqual(mismatches(sarif, SARIF), []);
  for (const one of broken) assert.notDeepEqual(mismatches(one, SARIF), []);
});

test("every recorded machine's report fits the schema of JUnit", { skip: noXmllint }, async () => {
  for (const name of readdirSync(MACHINES)) {
    const review = reviewOf(await outcomesOf(name));
    const xml = junitLines(suitesOf(review, "warning"), AT).join("\n");
    assert.equal(xmlFaults(xml), "", name);
    const count = (tag: string) => xml.split(`<${tag}`).length - 1;
    const isOf = (kind: string) => review.outcomes.filter((one) => one.kind === kind).length;
    assert.equal(count("testcase"), RULES.length);
    assert.equal(count("error "), isOf("unknown"), "what is unknown is no pass");
    assert.equal(count("skipped "), isOf("skipped") + isOf("not-applicable"));
    assert.equal(count("failure ") > 0, exitOfReview(review, "warning") === 1, name);
  }
  assert.notEqual(xmlFaults("<testsuites><testsuite/></testsuites>"), "");
});

test("hostile text stays text in XML", { skip: noXmllint }, () => {
  for (const text of HOSTILE) {
    const review = reviewOf([hostile(text), unknown(text)]);
    const xml = junitLines(suitesOf(review, "error"), AT).join("\n");
    assert.equal(xmlFaults(xml), "", text);
    for (const line of xml.split("\n")) {
      assert.doesNotMatch(line, /^\s*(::|##)|##\w+\[|[\p{Cc}\p{Cf}]/u);
    }
  }
});

/** As the runner reads a line: its command, properties and message. */
function read(line: string) {
  const [, command = "", list = "", data = ""] = /^::([a-z-]+) (.*?)::(.*)$/s.exec(line) ?? [];
  const plain = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const properties = list.split(",").map((one) => one.split(/=(.*)/s).slice(0, 2));
  return {
    command,
    properties: Object.fromEntries(properties.map(([name, value = ""]) => [name, plain(value)])),
    message: plain(data),
  };
}

test("annotations: one line each, nothing in them acts", () => {
  const attack = (text: string) => {
    const lines = annotationsOf(reviewOf([hostile(text), unknown(text)]), RUN.root);
    assert.equal(lines.length, 2);
    for (const line of lines) {
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\w*\[/u);
      const { command, properties, message } = read(line);
      assert.ok(["error", "warning"].includes(command), line);
      assert.deepEqual(
        Object.keys(properties).filter((name) => !["file", "line", "title"].includes(name)),
        [],
      );
      for (const one of message.split("\n")) assert.doesNotMatch(one, /^\s*::/);
    }
  };
  for (const text of HOSTILE) attack(text);
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), attack));
});

test("an annotation stands at the line of its file, relative to the checkout", () => {
  const [line = ""] = annotationsOf(reviewOf([hostile("a,b:50%")]), RUN.root);
  const { command, properties, message } = read(line);
  assert.equal(command, "error");
  assert.deepEqual(properties, { file: "a,b:50%", line: "3", title: "goroot-exported" });
  assert.match(message, /^GOROOT is exported: a,b:50%\n/);
});

test("what is ignored is in every report, with its reason, and fails nothing", () => {
  const ignore: Ignore = {
    ...{
      code: "goroot-exported",
      subject: "GOROOT",
      owner: "ada",
      reason: "the old build needs it",
    },
    ...{ until: "2027-03-31", file: "/home/u/project/.gostead-ignore.yaml", line: 2 },
  };
  const showing = { severity: "info", ignores: [ignore], today: "2027-03-31" } as const;
  const review = reviewOf([hostile("GOROOT"), hostile("other")], showing);
  assert.deepEqual(
    [review.findings, review.ignored].map((all) => all.length),
    [1, 1],
  );
  const only = reviewOf([hostile("GOROOT")], showing);
  assert.equal(exitOfReview(only, "info"), 0);
  assert.equal(exitOfReview(review, "info"), 1);
  const sarif = jsonLine(sarifOf(only, RUN));
  assert.deepEqual(mismatches(JSON.parse(sarif), SARIF), []);
  assert.match(sarif, /"suppressions":\[\{"kind":"external"/);
  const junit = junitLines(suitesOf(only, "info"), AT).join("\n");
  assert.match(junit, /<skipped message="ignored until 2027-03-31/);
  for (const report of [sarif, junit, annotationsOf(only, RUN.root).join("\n")]) {
    assert.match(report, /the old build needs it/);
  }
});

test("an ignore that has ended hides nothing, and says so", () => {
  const ended: Ignore = {
    ...{ code: "goroot-exported", owner: "ada", reason: "the old build", until: "2026-12-31" },
    ...{ file: "/home/u/project/.gostead-ignore.yaml", line: 2 },
  };
  const review = (today: string, ...more: Ignore[]) =>
    reviewOf([hostile("GOROOT")], { severity: "info", ignores: [ended, ...more], today });
  assert.equal(review("2026-12-31").ignored.length, 1, "the last day counts");
  const late = review("2027-01-01");
  assert.deepEqual([late.findings.length, late.ignored.length], [1, 0]);
  assert.equal(exitOfReview(late, "warning"), 1);
  assert.match(JSON.stringify(late.findings), /ignored until 2026-12-31 \(ada: the old build\)/);
  const renewed = review("2027-01-01", { ...ended, until: "2027-06-30", line: 3 });
  assert.equal(renewed.ignored[0]?.ignore.line, 3);
});

test("--severity hides, and neither verdict nor exit changes", () => {
  const review = reviewOf([hostile("x")], { severity: "error" });
  const [failed] = review.outcomes;
  assert.ok(failed?.kind === "fail");
  const [finding] = failed.findings;
  assert.ok(finding);
  const mild: Judged = { ...failed, findings: [{ ...finding, severity: "warning" }] };
  const hidden = reviewOf([mild], { severity: "error" });
  assert.deepEqual([hidden.findings.length, hidden.hidden.length], [0, 1]);
  assert.equal(exitOfReview(hidden, "warning"), 1);
  assert.equal(exitOfReview(hidden, "error"), 0);
  assert.equal(exitOfReview(reviewOf([mild, unknown("x")]), "error"), 3);
});
