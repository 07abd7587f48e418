/** Shows what actions would change, asks, and performs them: for every command that mends. */

import { userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import { perform } from "#apply/perform.ts";
import { formatSteps, preview } from "#apply/preview.ts";
import type { Action } from "#model/action.ts";
import type { CliContext } from "./context.ts";

/** How many changes were made; none under --dry-run, without --yes where nobody can be asked, or on a no. */
export async function applyFixes(
  context: CliContext,
  actions: readonly Action[],
  what: string,
): Promise<number> {
  const { host, globals, output } = context;
  const steps = await preview(actions);
  if (steps.every(({ changes }) => changes.length === 0)) return 0;
  if (!globals.json) for (const line of formatSteps(steps)) output.data(line);
  if (globals.dryRun || !(globals.yes || (await agreed(context)))) return 0;
  const changes = await perform(actions, { host, who: userInfo().username, what }, steps);
  return changes.length;
}

async function agreed({ output }: CliContext): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    output.talk("nothing was changed: --yes does it without asking");
    return false;
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question("gostead: make these changes? [y/N] ")).trim());
  } finally {
    asking.close();
  }
}
