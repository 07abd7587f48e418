/** What tests came to: counts, problems and cases, the lists within a fixed room. */
import { MAX_PROBLEMS, type Problem } from "./stage.ts";

export interface TestCase {
  readonly package: string;
  readonly test: string;
  readonly verdict: "pass" | "fail" | "skip";
  readonly seconds: number;
}

export interface TestCounts {
  readonly packages: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Packages without test files. */
  readonly untested: number;
  /** Packages whose tests did not run, because something does not build. */
  readonly unbuilt: number;
}

export interface TestResult {
  readonly counts: TestCounts;
  readonly problems: readonly Problem[];
  readonly more: number;
  /** Every test that ended, as far as there is room. */
  readonly cases: readonly TestCase[];
  /** What the go command said besides: warnings, and why nothing ran. */
  readonly remarks: readonly string[];
}

const MAX_CASES = 20_000;

/** Where packages put what they come to. */
export interface Tally {
  count(what: keyof TestCounts): void;
  problem(problem: Problem): void;
  case(one: TestCase): void;
  result(): Omit<TestResult, "remarks">;
}

export function openTally(): Tally {
  const counts = { packages: 0, passed: 0, failed: 0, skipped: 0, untested: 0, unbuilt: 0 };
  const problems: Problem[] = [];
  const cases: TestCase[] = [];
  let more = 0;
  return {
    count: (what) => {
      counts[what]++;
    },
    problem: (one) => {
      if (problems.length < MAX_PROBLEMS) problems.push(one);
      else more++;
    },
    case: (one) => {
      if (cases.length < MAX_CASES) cases.push(one);
    },
    result: () => ({ counts, problems, more, cases }),
  };
}
