/**
 * A transaction as it is made: each change is written to the journal with what
 * stood there before, and synced, before it is made, and confirmed after.
 */
import type { RunResult } from "#host/run.ts";
import { untrusted } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { ApplyDeps, Change, PathChange, Planned, RunChange } from "./change.ts";
import { begin, type Journal } from "./journal.ts";
import { put } from "./put.ts";
import { temporaryOf } from "./recover.ts";

/** A program without end would hold the journal for ever. */
const RUN_TIMEOUT_MS = 300_000;

/** Makes one change; `reverses` is the step of the undone transaction that it takes back. */
export type Make = (change: Planned, reverses?: number) => Promise<void>;

export interface Made {
  /** Its number. */
  readonly transaction: number;
  readonly changes: Change[];
}

/** Runs `body` as one transaction and gives what it changed. Call with the journal's lock held. */
export async function transact(
  deps: ApplyDeps,
  undoes: number | undefined,
  body: (make: Make) => Promise<void>,
): Promise<Made> {
  const journal = await begin(deps, undoes);
  const { number: transaction } = journal;
  const changed: Change[] = [];
  try {
    await body(async (change, reverses) => {
      const step = await journal.intent(change, reverses);
      changed.push({ ...(await makeOne(change, { journal, deps, step })), transaction });
    });
    await journal.end("done");
    return { transaction, changes: changed };
  } catch (cause) {
    // Best effort: what stopped it, such as a full disk, may keep this from being written too.
    await journal.end("failed").catch(() => {});
    throw changed.length === 0 ? cause : withWayBack(cause, transaction);
  } finally {
    await journal.close();
  }
}

interface Making {
  readonly journal: Journal;
  readonly deps: ApplyDeps;
  readonly step: number;
}

async function makeOne(change: Planned, making: Making): Promise<PathChange | RunChange> {
  const { journal, step } = making;
  try {
    if (change.kind === "run") return await runOne(change, making);
    const temporary = temporaryOf(change.path, journal.number, step);
    const { bytes, ...bare } = change;
    await put(change, { bytes: bytes.after, temporary });
    await journal.done(step);
    return bare;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    await journal.failed(step, message).catch(() => {});
    throw cause;
  }
}

async function runOne(change: RunChange, { journal, deps, step }: Making): Promise<RunChange> {
  const result = await deps.host.run(change.argv, { timeoutMs: RUN_TIMEOUT_MS });
  await journal.done(step, result.code);
  if (result.code !== 0) throw childFailed(change.argv, result);
  return { ...change, code: result.code };
}

function childFailed(
  argv: readonly string[],
  { code, signal, timedOut, stderr }: RunResult,
): GosteadError {
  const how = timedOut
    ? `did not end within ${RUN_TIMEOUT_MS / 1000} s`
    : code === null
      ? `was ended by ${signal}`
      : `failed with exit status ${code}`;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const message = `${untrusted(argv.join(" "), 400)} ${how}${said === "" ? "" : `: ${untrusted(said, 300)}`}`;
  return new GosteadError("child-failed", message, { fix: "run it by hand to see what it needs" });
}

/** What was changed before the failure stays, and can be taken back. */
function withWayBack(cause: unknown, transaction: number): unknown {
  if (!(cause instanceof GosteadError)) return cause;
  const back = `gostead undo ${transaction} takes back what was changed before`;
  const fix = cause.fix === undefined ? back : `${cause.fix}; ${back}`;
  return new GosteadError(cause.code, cause.message, { fix, cause });
}
