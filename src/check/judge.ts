/** Stages two and three: from what was read, and how the program ended, to a verdict and one line. */
import type { Problem, Stage } from "./stage.ts";
import type { TestResult } from "./tally.ts";
import type { VetResult } from "./vetreader.ts";

export interface Ended {
  /** The exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly timedOut: boolean;
  readonly ms: number;
}

const EMPTY = "no packages to test";
const NOTHING = /^no packages to test$|does not contain main module|(^|: )cannot find main module/;

/** What go says, and nothing else, where there is no module or nothing of it. From 1.24 on it calls that a build that failed. */
function nothingIn({ problems, remarks, counts }: TestResult): string | undefined {
  if (counts.passed + counts.failed + counts.skipped > 0) return undefined;
  const isNothing = ({ lines }: Problem) => lines.some((line) => NOTHING.test(line));
  if (!problems.every(isNothing)) return undefined;
  return [...problems.flatMap(({ lines }) => lines), ...remarks].find((line) => NOTHING.test(line));
}

export function judgeTests(result: TestResult, how: Ended): Stage {
  const { code, timedOut, ms } = how;
  const { counts, more, remarks } = result;
  const base = { name: "test", ms, counts: { ...counts }, more } as const;
  const nothing = nothingIn(result);
  if (nothing !== undefined && !timedOut) return { ...notRun("test", noneWords(nothing)), ms };
  const problems = [...result.problems];
  const failed = code !== 0 || problems.length > 0;
  if (failed && problems.length === 0) problems.push(unexplained("go test", how, remarks));
  if (timedOut) {
    const reason = `stopped after ${Math.round(ms / 1000)} s: ${testWords(result)}`;
    return { ...base, problems, verdict: "fail", reason };
  }
  if (failed) return { ...base, problems, verdict: "fail", reason: testWords(result) };
  if (counts.packages === 0) return { ...base, problems, verdict: "not-run", reason: EMPTY };
  return { ...base, problems, verdict: "pass", reason: testWords(result) };
}

function noneWords(said: string): string {
  return said === EMPTY ? EMPTY : `${EMPTY}: ${said}`;
}

function testWords({ counts }: TestResult): string {
  const { packages, passed, failed, skipped, untested, unbuilt } = counts;
  const parts = [
    failed > 0 ? `${failed} of ${passed + failed + skipped} tests failed` : "",
    unbuilt > 0 ? `${many(unbuilt, "package")} not tested, because something does not build` : "",
    failed === 0 && (passed > 0 || unbuilt === 0) ? `${many(passed, "test")} passed` : "",
    skipped > 0 ? `${skipped} skipped` : "",
    `${many(packages, "package")}${untested > 0 ? `, ${untested} without tests` : ""}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** One result for each of vet's streams. */
export function judgeVet(results: readonly VetResult[], how: Ended): Stage {
  const { code, timedOut, ms } = how;
  const problems = results.flatMap((one) => one.problems);
  const remarks = results.flatMap((one) => one.remarks);
  const more = results.reduce((sum, one) => sum + one.more, 0);
  const isBad = timedOut || code !== 0;
  if (isBad && problems.length === 0) problems.push(unexplained("go vet", how, remarks));
  const findings = problems.filter(({ kind }) => kind === "vet").length;
  const unbuilt = problems.filter(({ kind }) => kind === "build").length;
  const base = { name: "vet", ms, counts: { findings, unbuilt }, problems, more } as const;
  if (timedOut)
    return { ...base, verdict: "fail", reason: `stopped after ${Math.round(ms / 1000)} s` };
  if (problems.length === 0) return { ...base, verdict: "pass", reason: "nothing found" };
  const words = [
    findings > 0 ? many(findings + more, "finding") : "",
    unbuilt > 0 ? `${many(unbuilt, "package")} cannot be looked at` : "",
  ];
  return {
    ...base,
    verdict: "fail",
    reason: words.filter((one) => one !== "").join(", ") || "it failed",
  };
}

/** A failure that no event tells of: go itself gave up, or was stopped. */
function unexplained(
  program: string,
  { code, timedOut }: Ended,
  remarks: readonly string[],
): Problem {
  const said = remarks.filter((line) => line.trim() !== "");
  const ending =
    code === null ? `${program} was ended by a signal` : `${program} ended with status ${code}`;
  const lines = said.length > 0 ? said : [ending];
  const kind = timedOut ? "timeout" : "build";
  return { kind, package: "", subject: null, place: null, lines };
}

/** A stage that came to no verdict, and why. */
export function notRun(name: "test" | "vet", reason: string): Stage {
  return { name, verdict: "not-run", reason, ms: 0, counts: {}, problems: [], more: 0 };
}

function many(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
