/** `gostead check [PACKAGES]`: the version, then the tests, then vet; each with a verdict of its own. */

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { notRun } from "#check/judge.ts";
import { judgeVersion } from "#check/required.ts";
import { exitOfStages, type Stage } from "#check/stage.ts";
import type { TestCase } from "#check/tally.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { findGo, requiredBy, requiredHere } from "./checkgo.ts";
import { checkSuites } from "./checkjunit.ts";
import { type Checked, checkJson, printStage, switchLine } from "./checkreport.ts";
import { type CheckRun, runTests, runVet } from "./checkrun.ts";
import type { CliContext } from "./context.ts";
import { junitLines } from "./report/junit.ts";
import { openBars } from "./watch.ts";

export interface CheckFlags {
  readonly min?: string;
  readonly race?: boolean;
  readonly short?: boolean;
  readonly keepGoing?: boolean;
  readonly timeout?: string;
  readonly junit?: string;
}

const DEFAULT_TIMEOUT_S = 1800;

export async function runCheck(
  this: CliContext,
  flags: CheckFlags,
  ...words: string[]
): Promise<number> {
  const timeoutMs = timeoutOf(flags.timeout) * 1000;
  const packages = packagesOf(words);
  const asked = flags.min === undefined ? undefined : requiredBy(flags.min);
  const begun = this.host.monotonicMs();
  const go = await findGo(this);
  const required = asked ?? requiredHere(go);
  const version = judgeVersion(go.ran, required, Math.round(this.host.monotonicMs() - begun));
  const switched = switchLine(go);
  if (switched !== undefined) this.output.talk(switched);
  const { race = false, short = false, keepGoing = false } = flags;
  const plan = { env: go.env, packages, race, short, timeoutMs, keepGoing };
  const { stages, cases } = await runStages(this, version, plan);
  const checked = { go, required, stages, cases };
  if (this.globals.json) this.output.json(checkJson(checked));
  if (flags.junit !== undefined) writeJunit(this, flags.junit, checked);
  const isHopeless =
    version.verdict === "fail" &&
    required !== undefined &&
    asked === undefined &&
    !go.hasAtLeast(required);
  // No installed Go can do better: it is not this code that failed.
  return isHopeless ? 3 : exitOfStages(stages);
}

function writeJunit({ host }: CliContext, file: string, checked: Checked): void {
  const lines = junitLines(checkSuites(checked, host.cwd), host.now().toISOString());
  writeFileSync(resolve(host.cwd, file), `${lines.join("\n")}\n`);
}

type Plan = Omit<CheckRun, "bar"> & { readonly keepGoing: boolean };

async function runStages(context: CliContext, version: Stage, plan: Plan) {
  const bars = openBars(context);
  const bar = bars.bar("check");
  const stages: Stage[] = [];
  let cases: readonly TestCase[] = [];
  const done = (stage: Stage) => {
    stages.push(stage);
    if (!context.globals.json) printStage(context, stage);
  };
  const stops = () => !plan.keepGoing && stages.some(({ verdict }) => verdict !== "pass");
  try {
    done(version);
    if (stops()) done(notRun("test", "the version is too old"));
    else {
      const tested = await runTests(context, { ...plan, bar });
      cases = tested.cases;
      done(tested.stage);
    }
    if (stops()) done(notRun("vet", "a stage before it did not pass"));
    else done(await runVet(context, { ...plan, bar }));
    return { stages, cases };
  } finally {
    bars.close();
  }
}

function packagesOf(words: readonly string[]): readonly string[] {
  const flag = words.find((word) => word.startsWith("-"));
  if (flag === undefined) return words.length === 0 ? ["./..."] : words;
  throw new GosteadError("usage", `no package: ${quoted(flag)}`, {
    fix: "name packages as go does: ./..., ./internal/a",
  });
}

function timeoutOf(text = String(DEFAULT_TIMEOUT_S)): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return seconds;
  throw new GosteadError("usage", `no number of seconds: ${quoted(text)}`, {
    fix: "write how long a stage may take: --timeout 600",
  });
}
