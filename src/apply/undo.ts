/**
 * Takes back a transaction, also one that died in the middle. What counts is
 * what stands at each path now: the state before it (nothing to do), one that
 * the transaction made (put back), or another: a later edit, which is never
 * overwritten unless forced, and then kept in the journal first. An undo is a
 * transaction itself and can be undone.
 */
import { readdir } from "node:fs/promises";
import { untrusted } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { ApplyDeps, Change, Planned } from "./change.ts";
import { withJournal } from "./journal.ts";
import { recover } from "./recover.ts";
import { type Conflict, type Left, planReversal, type UndoPlan } from "./reversal.ts";
import { transact } from "./transact.ts";
import { type History, readHistory, type Transaction, undoneBy } from "./transaction.ts";

export type Which = number | "last";

export interface UndoOptions {
  /** Puts back what stood there over later edits, and runs inverses of programs that may not have run. */
  readonly force?: boolean | undefined;
}

export interface Undone {
  /** What was taken back. */
  readonly undone: Transaction;
  /** Number of the undo itself. */
  readonly transaction: number;
  readonly changes: readonly Change[];
  readonly left: readonly Left[];
}

/**
 * What undo would do now; nothing is touched. `last` is the newest transaction
 * that stands and is no undo itself; undefined when there is none. Throws
 * `usage` for a number that is not there or is undone already, `bad-journal`.
 */
export async function planUndo(
  which: Which,
  { host }: Pick<ApplyDeps, "host">,
  options: UndoOptions = {},
): Promise<UndoPlan | undefined> {
  const { journal } = host.home;
  const history = await readHistory(journal);
  const transaction = choose(which, history);
  if (transaction === undefined) return undefined;
  return await planReversal(transaction, { journal, history, force: options.force === true });
}

/** Takes it back; as planUndo, and throws `later-edit` when not forced. Nothing is changed when it throws before its first change. */
export async function undo(
  which: Which,
  deps: ApplyDeps,
  options: UndoOptions = {},
): Promise<Undone | undefined> {
  return await withJournal(deps, async () => {
    const plan = await planUndo(which, deps, options);
    await recover(deps, plan?.transaction.number);
    if (plan === undefined) return undefined;
    const { transaction: undone, left, reversals } = plan;
    checkEdits(plan, options);
    const made = await transact(deps, undone.number, async (make) => {
      for (const { change, reverses } of reversals) {
        if (!(await holdsOthers(change))) await make(change, reverses);
      }
    });
    return { undone, left, ...made };
  });
}

function choose(which: Which, { transactions, damaged }: History): Transaction | undefined {
  const undone = undoneBy(transactions);
  const broken = damaged.findLast(({ number }) => which === "last" || number === which);
  if (which === "last") {
    const last = transactions.findLast(
      ({ number, undoes, changes }) =>
        undoes === undefined && changes.length > 0 && !undone.has(number),
    );
    // Silence about the newest one would take back another than the one meant.
    if (broken !== undefined && broken.number > (last?.number ?? 0)) throw broken.error;
    return last;
  }
  if (broken !== undefined) throw broken.error;
  const found = transactions.find(({ number }) => number === which);
  if (found === undefined) {
    throw new GosteadError("usage", `there is no transaction ${which} in the journal`, {
      fix: "gostead undo --list",
    });
  }
  const by = undone.get(which);
  if (by === undefined) return found;
  throw new GosteadError("usage", `transaction ${which} is undone already, by ${by}`, {
    fix: `gostead undo ${by} does it again`,
  });
}

/** Throws `later-edit` when the plan would lose one and is not forced. */
export function checkEdits({ transaction, conflicts }: UndoPlan, { force }: UndoOptions): void {
  if (conflicts.length > 0 && force !== true) throw laterEdit(transaction, conflicts);
}

function laterEdit({ number }: Transaction, conflicts: readonly Conflict[]): GosteadError {
  const [{ path, by } = { path: "", by: undefined }, ...others] = conflicts;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return new GosteadError(
    "later-edit",
    `${untrusted(path)}${more} was edited after transaction ${number}`,
    {
      fix:
        by === undefined
          ? `take the edit back by hand, or: gostead undo ${number} --force puts back what stood there and keeps the edit in the journal`
          : `gostead undo ${by} first: it changed the same file later`,
    },
  );
}

/** A directory that was made stays when others have put something into it. */
async function holdsOthers(change: Planned): Promise<boolean> {
  if (change.kind === "run" || change.before.kind !== "directory") return false;
  return (await readdir(change.path)).length > 0;
}
