/**
 * The journal: GOSTEAD_HOME/journal/<number>/, one directory a transaction,
 * private to its owner since it keeps the contents of others' files.
 *
 *   log        the records (record.ts), each synced before the next step
 *   <sha256>   contents before and after, whole and synced before their intent
 *   end        written last: how many records there are, their sum, the result
 *
 * A directory without `end` belongs to a process that runs, or that died. Only
 * who holds the journal's lock writes here.
 */
import { type FileHandle, mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { isoTime } from "#host/clock.ts";
import { codeOf } from "#host/env.ts";
import { withLock } from "#host/lock.ts";
import { atomicWrite, syncPath, writeFailure } from "#host/sync.ts";
import type { ApplyDeps, Planned, State } from "./change.ts";
import { encodeEnd, encodeRecord, FORMAT, type Intent, type Record } from "./record.ts";

/** A transaction that is being written. */
export interface Journal {
  readonly number: number;
  /** Says durably what is about to be done, and gives the number of this step. */
  intent(change: Planned, reverses?: number): Promise<number>;
  done(step: number, code?: number | null): Promise<void>;
  failed(step: number, message: string): Promise<void>;
  end(result: "done" | "failed"): Promise<void>;
  close(): Promise<void>;
}

export const LOG = "log";
export const END = "end";

export function withJournal<T>({ host, lock }: ApplyDeps, body: () => Promise<T>): Promise<T> {
  return withLock(join(host.home.locks, "journal.lock"), lock ?? {}, body);
}

/** The numbers of all transactions, oldest first; none when there is no journal. */
export async function numbersIn(journal: string): Promise<number[]> {
  try {
    const names = await readdir(journal);
    return names
      .filter((name) => /^[1-9]\d{0,8}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** Opens the next transaction. Throws `no-permission`, `no-space` or `io`. */
export async function begin(deps: ApplyDeps, undoes?: number): Promise<Journal> {
  const { journal } = deps.host.home;
  const number = ((await numbersIn(journal)).at(-1) ?? 0) + 1;
  const directory = join(journal, `${number}`);
  const handle = await openLog(journal, directory);
  const writer = openWriter(number, directory, handle);
  const { who, what, host } = deps;
  const when = isoTime(host.now().getTime());
  const first = { is: "begin", format: FORMAT, number, who, what, when } as const;
  try {
    await writer.append(undoes === undefined ? first : { ...first, undoes });
    return writer.journal;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openLog(journal: string, directory: string): Promise<FileHandle> {
  try {
    await mkdir(journal, { recursive: true, mode: 0o700 });
    await mkdir(directory, { mode: 0o700 });
    await syncPath(journal);
    await atomicWrite(join(directory, LOG), "", { mode: 0o600 });
    return await open(join(directory, LOG), "a");
  } catch (cause) {
    throw writeFailure(directory, cause);
  }
}

interface Writer {
  readonly journal: Journal;
  append(record: Record): Promise<void>;
}

function openWriter(number: number, directory: string, handle: FileHandle): Writer {
  let [sum, records, steps] = ["", 0, 0];
  let broken: unknown;
  const append = async (record: Record) => {
    // Behind half a record nothing may follow, or the whole log could not be read.
    if (broken !== undefined) throw broken;
    const encoded = encodeRecord(record, sum);
    try {
      await handle.writeFile(encoded.line);
      await handle.sync();
    } catch (cause) {
      broken = writeFailure(join(directory, LOG), cause);
      throw broken;
    }
    sum = encoded.sum;
    records++;
  };
  const journal: Journal = {
    number,
    async intent(change, reverses) {
      const step = steps++;
      await keep(directory, change);
      await append({
        is: "intent",
        step,
        change: bare(change),
        ...(reverses === undefined ? {} : { reverses }),
      });
      return step;
    },
    done: (step, code) => append({ is: "done", step, ...(code === undefined ? {} : { code }) }),
    failed: (step, message) => append({ is: "failed", step, message }),
    async end(result) {
      // A record whose sync failed may be there or not: such a transaction stays unfinished.
      if (broken !== undefined) throw broken;
      const last = encodeEnd({ format: FORMAT, result, records, sum });
      await atomicWrite(join(directory, END), last, { mode: 0o600 });
    },
    close: () => handle.close(),
  };
  return { journal, append };
}

/** The change without its bytes, and without what is known only afterwards. */
function bare(change: Planned): Intent["change"] {
  if (change.kind === "path") {
    const { bytes: _bytes, ...rest } = change;
    return rest;
  }
  const { code: _code, ...rest } = change;
  return rest;
}

async function keep(directory: string, change: Planned): Promise<void> {
  if (change.kind !== "path") return;
  const { before, after, bytes } = change;
  await keepOne(directory, before, bytes.before);
  await keepOne(directory, after, bytes.after);
}

async function keepOne(directory: string, state: State, bytes: Buffer | undefined): Promise<void> {
  if (state.kind !== "file" || bytes === undefined) return;
  await atomicWrite(join(directory, state.sha256), bytes, { mode: 0o600 });
}
