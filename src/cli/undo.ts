/** `gostead undo [N] [--list] [--force]`: takes back what a command changed in others' files. */
import { describeState, formatChanges, textLines } from "#apply/preview.ts";
import type { Conflict, UndoPlan } from "#apply/reversal.ts";
import { checkEdits, planUndo, type Undone, undo, type Which } from "#apply/undo.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { applyDeps, sayLines } from "./fixing.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { count, shown } from "./render.ts";
import { listTransactions, plainChange } from "./undolist.ts";

export interface UndoFlags {
  readonly list?: boolean;
  readonly force?: boolean;
}

export async function runUndo(this: CliContext, flags: UndoFlags, word?: string): Promise<number> {
  if (flags.list === true) return await listTransactions(this);
  const which = whichOf(word);
  const plan = await planUndo(which, this, flags);
  if (plan === undefined) return sayNothing(this);
  // What somebody wrote since, which an undo would lose.
  if (!this.globals.json) sayLines(plan.conflicts.flatMap(editLines));
  if (this.globals.dryRun) return showPlan(this, plan, flags);
  return report(this, await performed(this, plan, flags));
}

function whichOf(word: string | undefined): Which {
  if (word === undefined) return "last";
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw new GosteadError("usage", `${quoted(word)} is no number of a transaction`, {
    fix: "gostead undo --list",
  });
}

/** The number that was found before goes on: what is newest may be another by now. */
async function performed(
  context: CliContext,
  plan: UndoPlan,
  flags: UndoFlags,
): Promise<Undone | undefined> {
  const { number, what } = plan.transaction;
  const subject = `${number} ${what}`;
  try {
    const undone = await undo(number, await applyDeps(context, `undo ${number}`), flags);
    const changes = undone?.changes.length ?? 0;
    await recordEvent(context, { kind: "undo", subject, result: "ok", detail: { changes } });
    return undone;
  } catch (error) {
    await recordFailure(context, { kind: "undo", subject }, error);
    throw error;
  }
}

function sayNothing({ globals, output }: CliContext): number {
  if (globals.json) output.json({ undone: null, changes: [], left: [], dryRun: globals.dryRun });
  else output.talk("nothing to undo");
  return 0;
}

function editLines({ path, recorded, present }: Conflict): string[] {
  const [was, is] = [describeState(recorded.state), describeState(present.state)];
  return [
    `--- ${shown(path)} as gostead left it${was === is ? "" : `: ${was}`}`,
    `+++ ${shown(path)} as it is now${was === is ? "" : `: ${is}`}`,
    ...textLines(recorded.bytes, present.bytes),
  ];
}

function showPlan(context: CliContext, plan: UndoPlan, flags: UndoFlags): number {
  const { globals, output } = context;
  const { transaction, reversals, left, conflicts } = plan;
  const changes = reversals.map(({ change }) => change);
  if (globals.json) {
    output.json({
      undone: transaction.number,
      changes: changes.map(plainChange),
      laterEdits: conflicts.map((one) => ({ path: one.path, diff: editLines(one) })),
      left: left.map(({ argv, why }) => ({ argv, why })),
      dryRun: true,
    });
  } else {
    for (const line of formatChanges(changes)) output.data(line);
    if (changes.length === 0)
      output.data(`nothing of transaction ${transaction.number} is to be put back`);
    sayLeft(context, left);
  }
  checkEdits(plan, flags);
  return left.length > 0 ? 1 : 0;
}

function report(context: CliContext, undone: Undone | undefined): number {
  if (undone === undefined) return sayNothing(context);
  const { globals, output } = context;
  const { undone: of, transaction, changes, left } = undone;
  if (globals.json) {
    output.json({
      undone: of.number,
      transaction,
      changes: changes.map(plainChange),
      left: left.map(({ argv, why }) => ({ argv, why })),
      dryRun: false,
    });
  } else {
    const back =
      changes.length === 0
        ? "everything was back already"
        : `${count(changes.length, "change")} put back`;
    output.data(`undid ${of.number} (${shown(of.what)}): ${back}`);
    output.talk(`gostead undo ${transaction} does it again`);
    sayLeft(context, left);
  }
  return left.length > 0 ? 1 : 0;
}

function sayLeft({ output }: CliContext, left: Undone["left"]): void {
  for (const { argv, why } of left) output.warn(`not taken back: ${shown(argv.join(" "))}: ${why}`);
}
