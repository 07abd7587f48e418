// One outcome a rule, whatever the rule or its facts do; the denominator stays.
import assert from "node:assert/strict";
import test from "node:test";
import type { Facts } from "#facts/facts.ts";
import { factsFor, judge } from "./judge.ts";
import { exitOfReview, reviewOf } from "./review.ts";
import { defineRule, notApplicable } from "./rule.ts";
import { coverageOf, summarize } from "./summary.ts";

const EVERYTHING = { groups: [], only: [], skip: [] };
const facts: Partial<Facts> = {
  shell: { known: true, value: { path: "/bin/bash", name: "bash" } },
  uname: { known: false, reason: "uname did not end within 2 s" },
};

const WORDS = { title: "a test", why: "nothing breaks" };

const clean = defineRule({
  code: "a-clean",
  ...WORDS,
  group: "env",
  needs: ["shell"],
  check: () => [],
});
const wrong = defineRule({
  code: "b-wrong",
  ...WORDS,
  group: "env",
  needs: ["shell"],
  check: ({ shell }) => [
    { severity: "error", subject: shell.name, evidence: [], fix: [], advice: "x" },
  ],
});
const broken = defineRule({
  code: "c-throws",
  ...WORDS,
  group: "env",
  needs: ["shell"],
  check: () => {
    throw new Error("boom");
  },
});
const blind = defineRule({
  code: "d-blind",
  ...WORDS,
  group: "path",
  needs: ["uname"],
  check: () => [],
});
const ungathered = defineRule({
  code: "e-none",
  ...WORDS,
  group: "path",
  needs: ["gos"],
  check: () => [],
});
const idle = defineRule({
  code: "f-idle",
  ...WORDS,
  group: "path",
  needs: [],
  check: () => notApplicable("nothing here"),
});
const ALL = [clean, wrong, broken, blind, ungathered, idle];

test("each rule has one outcome; one that throws or lacks a fact is unknown", () => {
  const outcomes = judge(ALL, EVERYTHING, facts);
  assert.deepEqual(
    outcomes.map((one) => [one.code, one.kind, "reason" in one ? one.reason : ""]),
    [
      ["a-clean", "pass", ""],
      ["b-wrong", "fail", ""],
      ["c-throws", "unknown", "a fault in the rule: boom"],
      ["d-blind", "unknown", "uname: uname did not end within 2 s"],
      ["e-none", "unknown", "gos: it was not gathered"],
      ["f-idle", "not-applicable", "nothing here"],
    ],
  );
  assert.equal(outcomes[1]?.kind === "fail" && outcomes[1].findings[0]?.code, "b-wrong");
});

test("checking less does not make the summary smaller", () => {
  const less = judge(
    ALL,
    { ...EVERYTHING, skip: ["b-wrong"], only: ["a-clean", "b-wrong"] },
    facts,
  );
  assert.equal(less.length, ALL.length);
  assert.deepEqual(summarize(less), { pass: 1, fail: 0, unknown: 0, notApplicable: 0, skipped: 5 });
  assert.deepEqual(coverageOf(less), { ran: 1, of: 6 });
  assert.equal(judge(ALL, { ...EVERYTHING, groups: ["path"] }, facts).length, 3);
});

test("only the facts of rules that run are asked for", () => {
  assert.deepEqual(factsFor(ALL, { ...EVERYTHING, only: ["a-clean"] }), ["shell"]);
  assert.deepEqual(factsFor(ALL, EVERYTHING), ["shell", "uname", "gos"]);
});

test("the exit: findings over unknown over clean", () => {
  const exit = (...rules: typeof ALL) =>
    exitOfReview(reviewOf(judge(rules, EVERYTHING, facts)), "warning");
  assert.equal(exit(clean, idle), 0);
  assert.equal(exit(clean, blind), 3);
  assert.equal(exit(blind, wrong), 1);
  const remark = defineRule({
    code: "g-info",
    ...WORDS,
    group: "env",
    needs: ["shell"],
    check: () => [{ severity: "info", subject: "x", evidence: [], fix: [], advice: "x" }],
  });
  assert.equal(exitOfReview(reviewOf(judge([remark], EVERYTHING, facts)), "warning"), 0);
  assert.equal(exitOfReview(reviewOf(judge([remark, blind], EVERYTHING, facts)), "warning"), 3);
});
