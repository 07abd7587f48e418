/**
 * Runs a command and says what it cost. The measuring itself is measure.py, kept
 * running for the whole bench: Node has no wait4(), and a process of Node's size
 * would add its own start to every figure.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Seconds and bytes; `rss` is the peak of the largest single process. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
  readonly status: number;
}

export interface Runner {
  /** Never rejects for a failing command: look at `status`. */
  readonly run: (command: Command) => Promise<Sample>;
  /** What the last command printed, both streams. */
  readonly output: () => string;
  readonly stop: () => void;
}

export function startRunner(work: string): Runner {
  const script = join(import.meta.dirname, "measure.py");
  const child = spawn("python3", ["-u", script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const out = join(work, "last.out");
  writeFileSync(out, "");
  return {
    run: async (command) => {
      const answer = once(lines, "line");
      child.stdin.write(`${JSON.stringify({ ...command, out })}\n`);
      return JSON.parse(String((await answer)[0])) as Sample;
    },
    output: () => readFileSync(out, "utf8"),
    stop: () => child.kill(),
  };
}

/** Like `run`, but a status other than 0 ends the bench: no figure is of a failure. */
export async function mustRun(runner: Runner, command: Command): Promise<Sample> {
  const sample = await runner.run(command);
  if (sample.status === 0) return sample;
  const tail = runner.output().trim().slice(-600);
  throw new Error(`${command.argv.join(" ")}: exit ${sample.status}\n${tail}`);
}
