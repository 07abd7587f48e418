/**
 * Transactions as the journal tells them, and what of them still stands. A
 * transaction is undone when a whole one says that it undoes it and is not
 * undone itself: so an undo can be taken back, and that again.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isAbsent } from "#host/env.ts";
import { untrusted } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { PathChange, RunChange, State } from "./change.ts";
import { END, LOG, numbersIn } from "./journal.ts";
import { sha256Of } from "./look.ts";
import { type Begin, type Log, parseEnd, parseLog } from "./record.ts";

export interface Transaction extends Pick<Begin, "number" | "who" | "what" | "when" | "undoes"> {
  /** `unfinished`: its process died, or still runs. */
  readonly state: "done" | "failed" | "unfinished";
  /** In the order in which they were begun. */
  readonly changes: readonly Recorded[];
}

/** A change that was begun. */
export type Recorded = (PathChange | RunChange) & {
  readonly step: number;
  readonly confirmed: boolean;
  readonly reverses?: number;
};

/** A transaction that cannot be read: whatever it changed cannot be taken back. */
export interface Damaged {
  readonly number: number;
  readonly error: GosteadError;
}

export interface History {
  /** Oldest first. */
  readonly transactions: readonly Transaction[];
  readonly damaged: readonly Damaged[];
}

/** Everything in the journal. */
export async function readHistory(journal: string): Promise<History> {
  const transactions: Transaction[] = [];
  const damaged: Damaged[] = [];
  for (const number of await numbersIn(journal)) {
    try {
      const found = await readTransaction(journal, number);
      if (found !== undefined) transactions.push(found);
    } catch (error) {
      if (!(error instanceof GosteadError)) throw error;
      damaged.push({ number, error });
    }
  }
  return { transactions, damaged };
}

/** The transaction; undefined for one that died before it began anything. Throws `bad-journal`, `newer-format`. */
async function readTransaction(journal: string, number: number): Promise<Transaction | undefined> {
  const directory = join(journal, `${number}`);
  try {
    const log = parseLog((await readOr(join(directory, LOG)))?.toString("utf8") ?? "");
    const end = await readOr(join(directory, END));
    const [first] = log.records;
    if (first?.is !== "begin") {
      if (end === undefined) return undefined;
      throw new GosteadError("bad-journal", "its log is gone, or cut before its first record ends");
    }
    if (first.number !== number)
      throw new GosteadError("bad-journal", `it is transaction ${first.number}`);
    const state = end === undefined ? "unfinished" : checkedResult(end.toString("utf8"), log);
    return { ...first, state, changes: changesIn(log) };
  } catch (cause) {
    throw named(cause, directory);
  }
}

function checkedResult(text: string, { records, sum }: Log): "done" | "failed" {
  const end = parseEnd(text);
  if (end.records === records.length && end.sum === sum) return end.result;
  throw new GosteadError("bad-journal", `it has ${records.length} of its ${end.records} records`);
}

function changesIn({ records }: Log): Recorded[] {
  const changes: Recorded[] = [];
  for (const record of records) {
    if (record.is === "intent") {
      const { step, reverses, change } = record;
      changes.push({
        ...change,
        step,
        confirmed: false,
        ...(reverses === undefined ? {} : { reverses }),
      });
    } else if (record.is === "done") {
      const at = changes.findIndex(({ step }) => step === record.step);
      const change = changes[at];
      if (change !== undefined) changes[at] = confirmed(change, record.code);
    }
  }
  return changes;
}

function confirmed(change: Recorded, code: number | null | undefined): Recorded {
  if (change.kind === "path" || code === undefined) return { ...change, confirmed: true };
  return { ...change, confirmed: true, code };
}

/** What stood there, from the journal. Throws `bad-journal` when it is not what was kept. */
export async function keptBytes(
  journal: string,
  number: number,
  state: State,
): Promise<Buffer | undefined> {
  if (state.kind !== "file") return undefined;
  const path = join(journal, `${number}`, state.sha256);
  const bytes = await readOr(path);
  if (bytes !== undefined && sha256Of(bytes) === state.sha256) return bytes;
  const why = bytes === undefined ? "is missing" : "is not as it was kept";
  throw named(
    new GosteadError("bad-journal", `the content ${state.sha256} ${why}`),
    join(journal, `${number}`),
  );
}

async function readOr(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function named(cause: unknown, directory: string): unknown {
  if (!(cause instanceof GosteadError)) return cause;
  return new GosteadError(
    cause.code,
    `cannot read the journal in ${untrusted(directory)}: ${cause.message}`,
    {
      fix:
        cause.fix ??
        "nothing was changed; restore by hand from the contents that are whole there, then remove the directory",
      cause,
    },
  );
}

/** Numbers of the transactions that are undone, and by which. */
export function undoneBy(transactions: readonly Transaction[]): ReadonlyMap<number, number> {
  const undone = new Map<number, number>();
  // Newest first: whether an undo stands is known before what it undoes is asked for.
  for (const { number, state, undoes } of transactions.toReversed()) {
    if (undoes !== undefined && state === "done" && !undone.has(number)) undone.set(undoes, number);
  }
  return undone;
}

/** What a dead process left half done and nobody has undone since; half an undo counts until a whole one follows. */
export function unfinishedIn(transactions: readonly Transaction[]): Transaction[] {
  const undone = undoneBy(transactions);
  const isSettled = ({ number, undoes }: Transaction) =>
    undone.has(number) ||
    transactions.some(
      (later) =>
        undoes !== undefined &&
        later.number > number &&
        later.undoes === undoes &&
        later.state === "done",
    );
  return transactions.filter(
    (one) => one.state === "unfinished" && one.changes.length > 0 && !isSettled(one),
  );
}
