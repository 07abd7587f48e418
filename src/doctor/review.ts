/**
 * Outcomes as a report tells them: what is ignored stands beside what counts, with
 * its reason; what is below the severity asked for is only counted. Neither changes
 * an outcome: a check whose findings are all ignored has failed still. Pure.
 */
import { dirname, join } from "node:path";
import type { Finding, Severity } from "#model/finding.ts";
import type { Ignore } from "#policy/ignores.ts";
import type { Judged } from "./judge.ts";
import type { Mend } from "./mend.ts";
import { isFrom } from "./severity.ts";
import { findingsOf, summarize } from "./summary.ts";

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
  readonly ignores?: readonly Ignore[];
  /** `2026-11-21`, UTC: an ignore counts until the end of its last day. */
  readonly today?: string;
}

export function reviewOf(
  outcomes: readonly Judged[],
  { severity, ignores = [], today = "" }: Showing = { severity: "info" },
): Review {
  const ignored: Ignored[] = [];
  const live: Finding<Mend>[] = [];
  for (const finding of findingsOf(outcomes)) {
    const covering = ignores.filter((one) => covers(one, finding));
    const ignore = covering.find(({ until }) => until >= today);
    if (ignore === undefined) live.push(withEnded(finding, covering));
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

/** That somebody answered for it once is part of what was seen. */
function withEnded(finding: Finding<Mend>, ended: readonly Ignore[]): Finding<Mend> {
  const told = ended.map(({ until, reason, owner, file, line }) => {
    return { text: `ignored until ${until} (${owner}: ${reason}): that day is over`, file, line };
  });
  return told.length === 0 ? finding : { ...finding, evidence: [...finding.evidence, ...told] };
}

/** A path may stand there as it lies from the file: checkouts lie elsewhere on each machine. */
function covers(ignore: Ignore, { code, subject }: Finding<Mend>): boolean {
  if (ignore.code !== code || ignore.subject === undefined) return ignore.code === code;
  return [ignore.subject, join(dirname(ignore.file), ignore.subject)].includes(subject);
}

/** Outcomes without what is ignored: nobody asked to mend that. */
export function withoutIgnored(outcomes: readonly Judged[], showing: Showing): readonly Judged[] {
  const { findings, hidden } = reviewOf(outcomes, { ...showing, severity: "info" });
  const codes = (code: string) => [...findings, ...hidden].filter((one) => one.code === code);
  return outcomes.map((one) => (one.kind === "fail" ? { ...one, findings: codes(one.code) } : one));
}

/**
 * 1 findings from `failOn` on, shown or not; 3 something stayed unknown and nothing
 * fails; 0 clean (design §7).
 */
export function exitOfReview({ outcomes, findings, hidden }: Review, failOn: Severity): number {
  if ([...findings, ...hidden].some(({ severity }) => isFrom(severity, failOn))) return 1;
  return summarize(outcomes).unknown > 0 ? 3 : 0;
}
