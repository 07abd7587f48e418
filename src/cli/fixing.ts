/**
 * How every command changes what is not ours: the diff is shown, a person
 * agrees, the actions are performed as one transaction that `undo` takes back.
 * Only a terminal is asked; anywhere else --yes must stand on the command line.
 */
import { createInterface } from "node:readline/promises";
import type { ApplyDeps, Step } from "#apply/change.ts";
import { perform } from "#apply/perform.ts";
import { formatSteps, preview } from "#apply/preview.ts";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { userName } from "./record.ts";
import { count, shown } from "./render.ts";
import { DEFAULTS } from "./settings.ts";

/**
 * Shows what the actions would change, asks, performs. Gives the number of
 * changes made, which is 0 when all is done already; undefined when the answer
 * was no, and under --dry-run, which only shows. `what` goes into the journal:
 * `doctor --fix`.
 * Throws `usage` where nobody can be asked, and what `perform` throws: also
 * `later-edit`, when a file has changed since it was looked at.
 */
export async function applyFixes(
  context: CliContext,
  actions: readonly Action[],
  what: string,
): Promise<number | undefined> {
  const { globals } = context;
  const steps = await preview(actions);
  if (steps.every(({ changes }) => changes.length === 0)) return 0;
  show(context, steps);
  // After the diff: who reads the log of a run that nobody watched sees what was wanted.
  if (!globals.dryRun && !globals.yes) checkAskable();
  if (globals.dryRun || !(globals.yes || (await agrees(context, steps)))) return undefined;
  const deps = await applyDeps(context, what);
  const changes = await perform(actions, deps, steps);
  return changes.length;
}

/** What apply/ needs, from the machine and the command line. */
export async function applyDeps(context: CliContext, what: string): Promise<ApplyDeps> {
  const { host, output } = context;
  return {
    host,
    who: userName(process.getuid?.() ?? -1),
    what,
    lock: {
      timeoutMs: (await lockTimeout(context)) * 1000,
      onWait: (holder) => output.talk(`waiting for ${shown(holder)}`),
    },
    onUnfinished: (numbers) => {
      for (const number of numbers) {
        output.warn(`transaction ${number} was cut short: gostead undo ${number} takes it back`);
      }
    },
  };
}

/** Seconds. A gostead.yaml that cannot be read must not keep anybody from taking a change back. */
async function lockTimeout(context: CliContext): Promise<number> {
  const settings = await context.settings().catch(() => undefined);
  return settings?.get("lockTimeout")?.value ?? DEFAULTS.lockTimeout;
}

/** A diff is the answer to --dry-run; else it is there to agree to, beside the answer. */
function show({ globals, output }: CliContext, steps: readonly Step[]): void {
  const lines = formatSteps(steps);
  if (globals.dryRun && !globals.json) for (const line of lines) output.data(line);
  else if (!globals.quiet || !globals.yes) sayLines(lines);
}

/** Lines of a diff beside the answer: as they are, since people paste them. */
export function sayLines(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

function checkAskable(): void {
  if (process.stdin.isTTY && process.stderr.isTTY) return;
  throw new GosteadError("usage", "there are changes to agree to, and no terminal to ask at", {
    fix: "look at them with --dry-run, then run it with --yes",
  });
}

async function agrees({ output }: CliContext, steps: readonly Step[]): Promise<boolean> {
  const changes = count(steps.flatMap((step) => step.changes).length, "change");
  const agreed = await ask(`make ${changes}? [y/N] `);
  if (!agreed) output.talk("nothing was changed");
  return agreed;
}

/** True for `y` and `yes`; the end of the input is a no. */
export async function ask(
  question: string,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  // Not as a terminal: Ctrl-C must end us as it ends any program.
  const lines = createInterface({ input, output, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(question), closed]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
