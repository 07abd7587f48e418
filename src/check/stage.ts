/**
 * What one of the three checks of a project came to. The verdicts are kept apart: a
 * stage that was not run has neither passed nor failed, and a package that does not
 * build has not failed its tests, which is why a problem names its kind.
 */

export type StageName = "version" | "test" | "vet";
export type Verdict = "pass" | "fail" | "not-run";

export interface Place {
  /** As Go names it: absolute, or relative to where it ran. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Problem {
  /**
   * `version`: too old. `test`: a test failed. `build`: it does not compile or cannot be
   * loaded. `package`: the test program ended badly outside a test. `timeout`: it had not
   * ended when time was up. `vet`: a likely defect.
   */
  readonly kind: "version" | "test" | "build" | "package" | "timeout" | "vet";
  /** Import path; empty where Go names none. */
  readonly package: string;
  /** The test, or vet's analyzer; null where it is the whole package. */
  readonly subject: string | null;
  readonly place: Place | null;
  /** What was said, from strangers: not yet safe to show. */
  readonly lines: readonly string[];
}

export interface Stage {
  readonly name: StageName;
  readonly verdict: Verdict;
  /** One line: what was counted, or why it was not run. */
  readonly reason: string;
  readonly ms: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
  /** Problems that there was no room for. */
  readonly more: number;
}

/** So many problems are told; the others are counted. */
export const MAX_PROBLEMS = 500;

/** 1 when one failed; 3 when none did, and one could not be run: that is no pass. */
export function exitOfStages(stages: readonly Stage[]): number {
  if (stages.some(({ verdict }) => verdict === "fail")) return 1;
  return stages.every(({ verdict }) => verdict === "pass") ? 0 : 3;
}
