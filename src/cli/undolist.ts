/** `gostead undo --list`: the transactions in the journal, newest first. */
import type { PathChange, RunChange } from "#apply/change.ts";
import { type Damaged, readHistory, type Transaction, undoneBy } from "#apply/transaction.ts";
import { exitOf } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { count, shown } from "./render.ts";

export async function listTransactions({ host, globals, output }: CliContext): Promise<number> {
  const { transactions, damaged } = await readHistory(host.home.journal);
  const undone = undoneBy(transactions);
  const all = [...transactions, ...damaged].sort((a, b) => b.number - a.number);
  if (all.length === 0 && !globals.json) output.talk("the journal is empty: nothing to undo");
  for (const one of all) {
    const by = undone.get(one.number);
    if (globals.json) output.json(plain(one, by));
    else output.data(lineOf(one, by));
  }
  return damaged.length > 0 ? exitOf("bad-journal") : 0;
}

function plain(one: Transaction | Damaged, by: number | undefined) {
  if ("error" in one) return { number: one.number, state: "damaged", message: one.error.message };
  const { number, when, who, what, undoes, state, changes } = one;
  return {
    ...{ number, when, who, what, state },
    ...(undoes === undefined ? {} : { undoes }),
    ...(by === undefined ? {} : { undoneBy: by }),
    changes: changes.map(plainChange),
  };
}

/** A change as JSON shows it: kinds and places, no contents. */
export function plainChange(change: PathChange | RunChange) {
  if (change.kind === "run") {
    const { argv, code } = change;
    return { kind: "run", argv, ...(code === undefined ? {} : { code }) };
  }
  const { path, before, after } = change;
  return { kind: "path", path, before: before.kind, after: after.kind };
}

function lineOf(one: Transaction | Damaged, by: number | undefined): string {
  if ("error" in one) return `${one.number}  damaged: ${shown(one.error.message)}`;
  const { number, when, who, what, state, changes } = one;
  const notes = [
    ...(state === "unfinished" ? ["cut short"] : state === "failed" ? ["failed"] : []),
    ...(by === undefined ? [] : [`undone by ${by}`]),
  ];
  const about = `${shown(what)}, ${count(changes.length, "change")}, by ${shown(who)}`;
  return `${number}  ${shown(when)}  ${about}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`;
}
