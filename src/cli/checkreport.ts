/** What `gostead check` came to: a line a stage with its problems below it, or one object. */
import { relative } from "node:path";
import type { Required } from "#check/required.ts";
import type { Place, Problem, Stage } from "#check/stage.ts";
import type { TestCase } from "#check/tally.ts";
import type { CheckGo } from "./checkgo.ts";
import type { CliContext } from "./context.ts";
import { formatSeconds, shown } from "./render.ts";

/** For people; JSON has all that was kept. */
const MAX_SHOWN = 50;
const MAX_LINES = 20;

export interface Checked {
  readonly go: CheckGo;
  readonly required: Required | undefined;
  readonly stages: readonly Stage[];
  readonly cases: readonly TestCase[];
}

/** The schema is docs/reference/schema/check.json. */
export function checkJson({ go, required, stages }: Checked): Record<string, unknown> {
  const { started, ran, gotoolchain, goroot, module } = go;
  return {
    go: { started, ran, switched: started !== ran, gotoolchain, goroot, module },
    required: required ?? null,
    stages,
  };
}

/** Undefined when the go that was started did the work itself. */
export function switchLine({ started, ran, gotoolchain }: CheckGo): string | undefined {
  if (started === ran) return undefined;
  return `${shown(started)} was started, and handed over to ${shown(ran)} (GOTOOLCHAIN=${shown(gotoolchain)})`;
}

const WORDS = { pass: "pass", fail: "FAIL", "not-run": "not run" } as const;

export function printStage({ output, host }: CliContext, stage: Stage): void {
  const { name, verdict, reason, ms, problems, more } = stage;
  const time = verdict === "not-run" ? "" : ` (${formatSeconds(ms)})`;
  output.data(`${name.padEnd(7)}  ${WORDS[verdict].padEnd(7)}  ${shown(reason)}${time}`);
  if (name === "version") return;
  for (const problem of problems.slice(0, MAX_SHOWN)) {
    for (const line of problemLines(problem, host.cwd)) output.data(line);
  }
  const hidden = Math.max(0, problems.length - MAX_SHOWN) + more;
  if (hidden > 0) output.data(`  and ${hidden} more`);
}

const KINDS = {
  version: "too old",
  test: "failed",
  build: "does not build",
  package: "ended badly",
  timeout: "did not end",
  vet: "vet",
} as const;

function problemLines(problem: Problem, cwd: string): readonly string[] {
  const { kind, package: path, subject, place, lines } = problem;
  const at = place === null ? "" : ` ${shown(placeText(place, cwd))}`;
  const what = [path, subject ?? ""].filter((one) => one !== "").join(" ");
  const told = lines.filter((line) => line.trim() !== "").slice(0, MAX_LINES);
  const left = lines.length > MAX_LINES ? ["…"] : [];
  return [
    `  ${KINDS[kind]}:${at}${what === "" ? "" : ` ${shown(what)}`}`,
    ...[...told, ...left].map((line) => `    ${shown(line.replaceAll("\t", "    "))}`),
  ];
}

/** `bad/bad_test.go:5`: from the working directory on, where it lies below it. */
export function placeText({ file, line }: Place, cwd: string): string {
  const below = file.startsWith(`${cwd}/`) ? relative(cwd, file) : file;
  return `${below}:${line}`;
}
