/**
 * What a process left that was killed in the middle: files under our own names
 * beside the paths it changed, which are removed, and half a transaction, which
 * is reported and waits for `gostead undo`. Runs with the journal's lock held,
 * so that an unfinished transaction is a dead one.
 */
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ApplyDeps } from "./change.ts";
import { type History, readHistory, type Transaction, unfinishedIn } from "./transaction.ts";

/** The name beside a path under which its new content is made ready. */
export function temporaryOf(path: string, transaction: number, step: number): string {
  return join(dirname(path), `.gostead-${transaction}-${step}.tmp`);
}

/** Clears up, reports, and gives what the journal holds. `but` is a transaction that is about to be undone. */
export async function recover({ host, onUnfinished }: ApplyDeps, but?: number): Promise<History> {
  const history = await readHistory(host.home.journal);
  const { transactions } = history;
  for (const one of transactions) if (one.state === "unfinished") await removeTemporaries(one);
  const numbers = unfinishedIn(transactions).map(({ number }) => number);
  const others = numbers.filter((number) => number !== but);
  if (others.length > 0) onUnfinished?.(others);
  return history;
}

async function removeTemporaries({ number, changes }: Transaction): Promise<void> {
  for (const change of changes) {
    if (change.kind !== "path") continue;
    // What may not be removed does no harm.
    await rm(temporaryOf(change.path, number, change.step), { force: true }).catch(() => {});
  }
}
