/** How a review reads: for people in groups, with what mends each; and as one JSON object. */

import type { Judged } from "#doctor/judge.ts";
import type { Mend } from "#doctor/mend.ts";
import type { Ignored, Review } from "#doctor/review.ts";
import { coverageOf, summarize } from "#doctor/summary.ts";
import type { Finding } from "#model/finding.ts";
import type { Output } from "./context.ts";
import { entryOf, groupOf, REPORTED_GROUPS } from "./doctorentries.ts";
import { bodyLines, headLine } from "./doctorlines.ts";
import type { Paint } from "./paint.ts";
import { count, shown } from "./render.ts";

/** The schema is in docs/reference/doctor.md. */
export function reportJson(review: Review): Record<string, unknown> {
  const { outcomes, findings, ignored, hidden } = review;
  return {
    findings: findings.map(findingJson),
    ignored: ignored.map(({ finding, ignore }) => ({
      ...findingJson(finding),
      ignored: {
        owner: ignore.owner,
        reason: ignore.reason,
        until: ignore.until,
        file: ignore.file,
        line: ignore.line,
      },
    })),
    hidden: hidden.length,
    checks: outcomes.map((one) => ({
      code: one.code,
      outcome: one.kind,
      reason: "reason" in one ? one.reason : null,
    })),
    summary: summarize(outcomes),
    coverage: coverageOf(outcomes),
  };
}

function findingJson(finding: Finding<Mend>) {
  const { code, severity, subject, evidence, fix, advice } = finding;
  const { why, docs } = entryOf(code);
  return {
    ...{ code, severity, subject, evidence, why, fix },
    ...(advice === undefined ? {} : { advice }),
    docs,
  };
}

/** Of the severities; what an outcome lacks is said by words. */
const LOOKS = { critical: "bad", error: "bad", warning: "doubtful", info: "remark" } as const;

export function printReport(output: Output, review: Review): void {
  const { paint } = output;
  for (const group of REPORTED_GROUPS) {
    const lines = review.outcomes
      .filter(({ code }) => groupOf(code) === group)
      .flatMap((outcome) => outcomeLines(outcome, review, paint));
    if (lines.length > 0) for (const line of [paint("head", group), ...lines]) output.data(line);
  }
  for (const line of summaryLines(review)) output.data(line);
}

function outcomeLines(
  outcome: Judged,
  { findings, ignored }: Review,
  paint: Paint,
): readonly string[] {
  if (outcome.kind === "unknown") {
    return [`  ${paint("doubtful", "unknown")}  ${outcome.code}: ${shown(outcome.reason)}`];
  }
  if (outcome.kind !== "fail") return [];
  return [
    ...findings
      .filter(({ code }) => code === outcome.code)
      .flatMap((finding) => findingLines(finding, paint)),
    ...ignored.filter(({ finding }) => finding.code === outcome.code).flatMap(ignoredLines),
  ];
}

function findingLines(finding: Finding<Mend>, paint: Paint): readonly string[] {
  const severity = paint(LOOKS[finding.severity], finding.severity.padEnd(8));
  const head = `  ${severity} ${headLine(finding)} [${finding.code}]`;
  return [head, ...bodyLines(finding).map((line) => `           ${line}`)];
}

function ignoredLines({ finding, ignore }: Ignored): readonly string[] {
  const place = `${shown(ignore.file)}:${ignore.line}`;
  return [
    `  ignored  ${headLine(finding)} [${finding.code}]`,
    `           until ${ignore.until} by ${shown(ignore.owner)} in ${place}: ${shown(ignore.reason)}`,
  ];
}

/** `11 checks: 8 passed, 2 failed, 1 not applicable; coverage 10 of 11` */
export function summaryLines({ outcomes, hidden, ignored }: Review): readonly string[] {
  const { pass, fail, unknown, notApplicable, skipped } = summarize(outcomes);
  const parts = [
    [pass, "passed"],
    [fail, "failed"],
    [unknown, "unknown"],
    [notApplicable, "not applicable"],
    [skipped, "skipped"],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const { ran, of } = coverageOf(outcomes);
  const besides = [
    ...(hidden.length === 0 ? [] : [`${count(hidden.length, "finding")} not shown: --severity`]),
    ...(ignored.length === 0 ? [] : [`${count(ignored.length, "finding")} ignored`]),
  ];
  return [...besides, `${of} checks: ${told.join(", ")}; coverage ${ran} of ${of}`];
}
