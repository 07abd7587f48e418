/** A review in the forms that CI systems read: JUnit and annotations. What stayed unknown is no pass in any. */

import type { Judged } from "#doctor/judge.ts";
import type { Mend } from "#doctor/mend.ts";
import type { Ignored, Review } from "#doctor/review.ts";
import { isFrom } from "#doctor/severity.ts";
import type { Finding, Severity } from "#model/finding.ts";
import { groupOf } from "../doctorentries.ts";
import { bodyLines, headLine } from "../doctorlines.ts";
import { annotationLine, belowRoot } from "./github.ts";
import type { Case, Suite } from "./junit.ts";

/** A check fails in the suite of its group when one of its findings is as bad as `failOn`. */
export function suitesOf(review: Review, failOn: Severity): readonly Suite[] {
  const groups = [...new Set(review.outcomes.map(({ code }) => groupOf(code)))];
  return groups.map((name) => {
    const own = review.outcomes.filter(({ code }) => groupOf(code) === name);
    const isOwn = ({ code }: { code: string }) => groupOf(code) === name;
    const milder = review.findings.filter((one) => isOwn(one) && !isFrom(one.severity, failOn));
    const ignored = review.ignored.filter(({ finding }) => isOwn(finding));
    const remarks = [...milder.flatMap(wholeOf), ...ignored.map(ignoredLine)];
    return { name, cases: own.map((one) => caseOf(one, review, failOn)), remarks };
  });
}

function caseOf(outcome: Judged, review: Review, failOn: Severity): Case {
  const name = outcome.code;
  if (outcome.kind === "pass") return { name };
  if (outcome.kind === "fail") return failedCase(name, review, failOn);
  const { kind: type, reason: message } = outcome;
  const kind = type === "unknown" ? "error" : "skipped";
  return { name, verdict: { kind, type, message, lines: [] } };
}

function failedCase(name: string, review: Review, failOn: Severity): Case {
  const { findings, hidden, ignored } = review;
  const bad = [...findings, ...hidden].filter(
    ({ code, severity }) => code === name && isFrom(severity, failOn),
  );
  const [first] = bad;
  if (first !== undefined) {
    const lines = bad.flatMap(wholeOf);
    return { name, verdict: { kind: "failure", type: name, message: headLine(first), lines } };
  }
  const own = ignored.find(({ finding }) => finding.code === name);
  if (own === undefined) return { name };
  return { name, verdict: { kind: "skipped", type: name, message: ignoredLine(own), lines: [] } };
}

function wholeOf(finding: Finding<Mend>): readonly string[] {
  return [`${finding.severity}: ${headLine(finding)}`, ...bodyLines(finding)];
}

function ignoredLine({ finding, ignore }: Ignored): string {
  const { until, owner, file, line, reason } = ignore;
  return `ignored until ${until} by ${owner} in ${file}:${line}: ${headLine(finding)}: ${reason}`;
}

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const;

/** One line a finding, an ignored one and a check that stayed unknown. */
export function annotationsOf(review: Review, root: string): readonly string[] {
  const { findings, ignored, outcomes } = review;
  const unknown = outcomes.flatMap((one) => (one.kind === "unknown" ? [one] : []));
  return [
    ...findings.map((finding) =>
      annotationLine({
        level: LEVELS[finding.severity],
        title: finding.code,
        lines: [headLine(finding), ...bodyLines(finding)],
        ...placeOf(finding, root),
      }),
    ),
    ...unknown.map(({ code, reason }) =>
      annotationLine({ level: "warning", title: `${code} is unknown`, lines: [reason] }),
    ),
    ...ignored.map((one) =>
      annotationLine({
        level: "notice",
        title: `${one.finding.code} is ignored`,
        lines: [ignoredLine(one)],
        file: belowRoot(one.ignore.file, root),
        line: one.ignore.line,
      }),
    ),
  ];
}

/** The first place that is a file; a command has room for one. */
function placeOf({ evidence }: Finding<Mend>, root: string): { file?: string; line?: number } {
  const seen = evidence.find(({ file }) => file !== undefined);
  if (seen?.file === undefined) return {};
  const file = belowRoot(seen.file, root);
  return seen.line ? { file, line: seen.line } : { file };
}
