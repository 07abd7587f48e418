/** What all outcomes come to. Coverage stands beside every summary: what could not be looked at is no pass. */
import type { Finding } from "#model/finding.ts";
import type { Judged } from "./judge.ts";
import type { Mend } from "./mend.ts";

export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly skipped: number;
}

/** `ran` of `of` checks came to a verdict about something that is there. */
export interface Coverage {
  readonly ran: number;
  readonly of: number;
}

export function summarize(outcomes: readonly Judged[]): Summary {
  const count = (kind: Judged["kind"]) => outcomes.filter((one) => one.kind === kind).length;
  return {
    pass: count("pass"),
    fail: count("fail"),
    unknown: count("unknown"),
    notApplicable: count("not-applicable"),
    skipped: count("skipped"),
  };
}

export function coverageOf(outcomes: readonly Judged[]): Coverage {
  const { pass, fail } = summarize(outcomes);
  return { ran: pass + fail, of: outcomes.length };
}

export function findingsOf(outcomes: readonly Judged[]): readonly Finding<Mend>[] {
  return outcomes.flatMap((one) => (one.kind === "fail" ? one.findings : []));
}
