/**
 * Outcomes as a report tells them: what is ignored stands beside what counts, with
 * its reason; what is below the severity asked for is only counted. Neither changes
 * an outcome: a check whose findings are all ignored has failed still. Pure.
 */
import type { Finding, Severity } from "#model/finding.ts";
import type { Judged } from "./judge.ts";
import type { Mend } from "./mend.ts";
import { isFrom } from "./severity.ts";
import { findingsOf, summarize } from "./summary.ts";

/** Findings that somebody answers for until a day. */
export interface Ignore {
  readonly code: string;
  /** Undefined: every subject. */
  readonly subject?: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-03-31`. */
  readonly until: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Ignored {
  readonly finding: Finding<Mend>;
  readonly ignore: Ignore;
}

export interface Review {
  readonly outcomes: readonly Judged[];
  /** What counts, from the severity asked for. */
  readonly findings: readonly Finding<Mend>[];
  /** What counts and is below it. */
  readonly hidden: readonly Finding<Mend>[];
  readonly ignored: readonly Ignored[];
}

export interface Showing {
  readonly severity: Severity;
  /** Those that have not expired. */
  readonly ignores: readonly Ignore[];
}

export function reviewOf(
  outcomes: readonly Judged[],
  { severity, ignores }: Showing = { severity: "info", ignores: [] },
): Review {
  const ignored: Ignored[] = [];
  const live: Finding<Mend>[] = [];
  for (const finding of findingsOf(outcomes)) {
    const ignore = ignores.find((one) => covers(one, finding));
    if (ignore === undefined) live.push(finding);
    else ignored.push({ finding, ignore });
  }
  const isShown = (finding: Finding<Mend>) => isFrom(finding.severity, severity);
  return {
    outcomes,
    findings: live.filter(isShown),
    hidden: live.filter((one) => !isShown(one)),
    ignored,
  };
}

function covers(ignore: Ignore, { code, subject }: Finding<Mend>): boolean {
  return ignore.code === code && (ignore.subject === undefined || ignore.subject === subject);
}

/**
 * 1 findings from `failOn` on, shown or not; 3 something stayed unknown and nothing
 * fails; 0 clean (design §7).
 */
export function exitOfReview({ outcomes, findings, hidden }: Review, failOn: Severity): number {
  if ([...findings, ...hidden].some(({ severity }) => isFrom(severity, failOn))) return 1;
  return summarize(outcomes).unknown > 0 ? 3 : 0;
}
