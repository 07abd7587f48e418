/** Runs the tests and vet of `gostead check`: what they print is read while they print it. */
import { type Ended, judgeTests, judgeVet } from "#check/judge.ts";
import { splitLines } from "#check/lines.ts";
import type { Stage } from "#check/stage.ts";
import type { TestCase } from "#check/tally.ts";
import { readTests } from "#check/testreader.ts";
import { readVet } from "#check/vetreader.ts";
import type { Env } from "#host/env.ts";
import type { Bar } from "#host/progress.ts";
import { moduleDirectories } from "./checkgo.ts";
import type { CliContext } from "./context.ts";

export interface CheckRun {
  readonly env: Env;
  readonly packages: readonly string[];
  readonly race: boolean;
  readonly short: boolean;
  readonly timeoutMs: number;
  readonly bar: Bar;
}

interface Took {
  readonly line: (line: string) => void;
}

/** go test runs a part of vet itself: -vet=off keeps that verdict for the stage that is vet's. */
export async function runTests(
  context: CliContext,
  run: CheckRun,
): Promise<{ readonly stage: Stage; readonly cases: readonly TestCase[] }> {
  const directories = await moduleDirectories(context, run.env);
  const reader = readTests((path) => directoryOf(path, directories));
  const flags = [...(run.race ? ["-race"] : []), ...(run.short ? ["-short"] : [])];
  const argv = ["go", "test", "-json", "-count=1", "-vet=off", ...flags, ...run.packages];
  const stdout = {
    line: (line: string) => {
      reader.stdout(line);
      run.bar.phase(`test: ${reader.progress()}`);
    },
  };
  run.bar.phase("test: building");
  const how = await follow(context, { argv, run, stdout, stderr: { line: reader.stderr } });
  const result = reader.end({ timedOut: how.timedOut });
  return { stage: judgeTests(result, how), cases: result.cases };
}

export async function runVet(context: CliContext, run: CheckRun): Promise<Stage> {
  const [stdout, stderr] = [readVet(), readVet()];
  const argv = ["go", "vet", "-json", ...run.packages];
  run.bar.phase("vet");
  const how = await follow(context, { argv, run, stdout, stderr });
  return judgeVet([stdout.end(), stderr.end()], how);
}

interface Following {
  readonly argv: readonly string[];
  readonly run: CheckRun;
  readonly stdout: Took;
  readonly stderr: Took;
}

async function follow({ host }: CliContext, job: Following): Promise<Ended> {
  const { argv, run, stdout, stderr } = job;
  const [out, err] = [splitLines(stdout.line), splitLines(stderr.line)];
  const { env, timeoutMs } = run;
  const options = { cwd: host.cwd, env, timeoutMs, onStdout: out.add, onStderr: err.add };
  const { code, timedOut, ms } = await host.run(argv, options);
  out.end();
  err.end();
  return { code, timedOut, ms: Math.round(ms) };
}

/** Packages of a main module lie below it. */
function directoryOf(path: string, modules: ReadonlyMap<string, string>): string | undefined {
  for (let at = path.length; at > 0; at = path.lastIndexOf("/", at - 1)) {
    const directory = modules.get(path.slice(0, at));
    if (directory !== undefined) return directory + path.slice(at);
  }
  return undefined;
}
