/** One reason of a plan's verdict, and how bad it is. */
export const PLAN_VERDICTS = ["safe", "risky", "blocked"] as const;
export type PlanVerdict = (typeof PLAN_VERDICTS)[number];

export interface Reason {
  readonly verdict: PlanVerdict;
  readonly subject: string;
  readonly text: string;
}

const reason =
  (verdict: PlanVerdict) =>
  (subject: string, text: string): Reason => ({ verdict, subject, text });

export const safe = reason("safe");
export const risky = reason("risky");
export const blocked = reason("blocked");
