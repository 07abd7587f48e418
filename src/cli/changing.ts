/**
 * Changes to files that a person's own command names: shown under --dry-run, else made
 * at once, as a transaction that `undo` takes back.
 */
import { perform } from "#apply/perform.ts";
import { formatSteps, preview } from "#apply/preview.ts";
import type { Action } from "#model/action.ts";
import type { CliContext } from "./context.ts";
import { applyDeps } from "./fixing.ts";

/** True when something is, or would be, changed. `what` goes into the journal. Throws what `perform` throws. */
export async function makeChange(
  context: CliContext,
  action: Action,
  what: string,
): Promise<boolean> {
  const { globals, output } = context;
  const steps = await preview([action]);
  if (steps.every(({ changes }) => changes.length === 0)) return false;
  if (!globals.dryRun) await perform([action], await applyDeps(context, what), steps);
  else if (!globals.json) for (const line of formatSteps(steps)) output.data(line);
  return true;
}
