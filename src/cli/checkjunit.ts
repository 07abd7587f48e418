/** `gostead check --junit FILE`: a suite for the version, one a package, one for vet; a test is a case. */
import type { Problem, Stage } from "#check/stage.ts";
import { type Checked, placeText } from "./checkreport.ts";
import type { Case, Suite } from "./report/junit.ts";

/** What could not be run is an error, what was not run is skipped: neither reads as passed. */
export function checkSuites({ stages, cases }: Checked, cwd: string): readonly Suite[] {
  return stages.flatMap((stage) =>
    stage.name === "test" && stage.verdict !== "not-run"
      ? testSuites(stage, { cases, cwd })
      : [{ name: stage.name, cases: [wholeCase(stage, cwd)] }],
  );
}

function wholeCase(stage: Stage, cwd: string): Case {
  const { name, verdict, reason: message, ms, problems } = stage;
  const seconds = ms / 1000;
  if (verdict === "pass") return { name, seconds };
  const lines = problems.flatMap((one) => [headOf(one, cwd), ...one.lines]);
  const kind = verdict === "fail" ? "failure" : "skipped";
  return { name, seconds, verdict: { kind, message, type: verdict, lines } };
}

type Tests = Pick<Checked, "cases"> & { readonly cwd: string };

function testSuites(stage: Stage, { cases, cwd }: Tests): readonly Suite[] {
  const found = new Map(stage.problems.map((one) => [keyOf(one.package, one.subject), one]));
  const suites = new Map<string, Case[]>();
  const put = (name: string, one: Case) => {
    const own = suites.get(name) ?? [];
    own.push(one);
    suites.set(name, own);
  };
  for (const { package: path, test: name, verdict, seconds } of cases) {
    const problem = found.get(keyOf(path, name));
    found.delete(keyOf(path, name));
    if (verdict === "pass") put(path, { name, seconds });
    else if (verdict === "skip") put(path, { name, seconds, verdict: SKIPPED });
    else put(path, { ...failedCase(name, problem, cwd), seconds });
  }
  // What is no test's: builds, programs that ended badly.
  for (const one of found.values()) {
    put(one.package || "go test", failedCase(one.subject ?? one.kind, one, cwd));
  }
  return [...suites].map(([name, own]) => ({ name, cases: own }));
}

const SKIPPED = { kind: "skipped", message: "it skipped itself", type: "skip", lines: [] } as const;

function failedCase(name: string, problem: Problem | undefined, cwd: string): Case {
  const type = problem?.kind ?? "test";
  const kind = type === "test" || type === "vet" ? "failure" : "error";
  const message = problem === undefined ? "it failed" : headOf(problem, cwd);
  return { name, verdict: { kind, message, type, lines: problem?.lines ?? [] } };
}

function headOf({ kind, subject, place }: Problem, cwd: string): string {
  const at = place === null ? "" : `${placeText(place, cwd)}: `;
  return `${at}${subject ?? kind}`;
}

function keyOf(path: string, subject: string | null): string {
  return JSON.stringify([path, subject]);
}
