/** `gostead migrate undo [--force]`: takes back the newest migration that stands. */
import { readHistory, undoneBy } from "#apply/transaction.ts";
import type { CliContext } from "./context.ts";
import { MIGRATE_APPLY } from "./migrateapply.ts";
import { runUndo, type UndoFlags } from "./undo.ts";

export async function runMigrateUndo(
  this: CliContext,
  { force }: Pick<UndoFlags, "force">,
): Promise<number> {
  const { transactions } = await readHistory(this.host.home.journal);
  const undone = undoneBy(transactions);
  const last = transactions.findLast(
    ({ number, what, changes }) =>
      what === MIGRATE_APPLY && changes.length > 0 && !undone.has(number),
  );
  if (last === undefined) return sayNothing(this);
  return await runUndo.call(this, force === undefined ? {} : { force }, `${last.number}`);
}

function sayNothing({ globals, output }: CliContext): number {
  if (globals.json) output.json({ undone: null, changes: [], left: [], dryRun: globals.dryRun });
  else output.talk("no migration stands that could be taken back");
  return 0;
}
