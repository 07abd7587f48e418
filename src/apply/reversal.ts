/**
 * How a transaction would be taken back, given what stands at its paths now.
 * Each path goes straight from there to what stood before the transaction, in
 * the reverse order of their first changes, programs' inverses in between.
 */
import type { Planned, RunChange } from "./change.ts";
import { cannotEdit, type Look, look, type Standing, sameState } from "./look.ts";
import { planPath, standing } from "./plan.ts";
import {
  type History,
  keptBytes,
  type Recorded,
  type Transaction,
  undoneBy,
} from "./transaction.ts";

export interface UndoPlan {
  readonly transaction: Transaction;
  /** In the order in which they are to be made. */
  readonly reversals: readonly Reversal[];
  readonly conflicts: readonly Conflict[];
  readonly left: readonly Left[];
}

export interface Reversal {
  readonly change: Planned;
  /** The step of the transaction that it takes back. */
  readonly reverses: number;
}

/** A path at which neither what stood before stands nor what the transaction made. */
export interface Conflict {
  readonly path: string;
  /** As the transaction left it. */
  readonly recorded: Standing;
  readonly present: Standing;
  /** A later transaction of ours that changed it, the newest. */
  readonly by: number | undefined;
}

/** A program whose effect stays, and why. */
export interface Left {
  readonly kind: "left";
  readonly argv: readonly string[];
  readonly why: string;
}

export interface Circumstances {
  readonly journal: string;
  readonly history: History;
  readonly force: boolean;
}

type RecordedPath = Extract<Recorded, { kind: "path" }>;
type RecordedRun = Extract<Recorded, { kind: "run" }>;

/**
 * Plans it; touches nothing. Later edits are left out of the plan unless forced.
 * Throws `bad-journal` when a content that is needed is not whole, `no-permission`, `cannot-edit`.
 */
export async function planReversal(
  transaction: Transaction,
  given: Circumstances,
): Promise<UndoPlan> {
  const reversals: Reversal[] = [];
  const conflicts: Conflict[] = [];
  const left: Left[] = [];
  const foreseen = new Map<string, Standing>();
  const looking: Look = async (path) => foreseen.get(path) ?? (await look(path));
  for (const change of transaction.changes.toReversed()) {
    const { step: reverses } = change;
    if (change.kind === "run") {
      const found = reverseRun(change, transaction, given);
      if (found?.kind === "left") left.push(found);
      else if (found !== undefined) reversals.push({ change: found, reverses });
    } else if (isFirstOfPath(change, transaction)) {
      const present = await looking(change.path);
      const conflict = await findConflict(change, present, { transaction, ...given });
      if (conflict !== undefined) conflicts.push(conflict);
      if (conflict !== undefined && !given.force) continue;
      const after = await standingBefore(change, present, { transaction, ...given });
      for (const planned of await planPath(
        { path: change.path, before: present, after },
        looking,
      )) {
        foreseen.set(planned.path, standing(planned));
        reversals.push({ change: planned, reverses });
      }
    }
  }
  return { transaction, reversals, conflicts, left };
}

function isFirstOfPath(change: RecordedPath, { changes }: Transaction): boolean {
  return changes.find((one) => one.kind === "path" && one.path === change.path) === change;
}

interface Scene extends Circumstances {
  readonly transaction: Transaction;
}

/** What stood there before the transaction. A file that is there now keeps the mode and owner that it has now. */
async function standingBefore(
  { path, before }: RecordedPath,
  present: Standing,
  { transaction, journal }: Scene,
): Promise<Standing> {
  const bytes = await keptBytes(journal, transaction.number, before);
  if (before.kind !== "file") return { state: before, bytes, names: 1 };
  if (present.state.kind === "directory")
    throw cannotEdit(path, "is a directory now, and was a file");
  const { sha256 } = before;
  return {
    state: present.state.kind === "file" ? { ...present.state, sha256 } : before,
    bytes,
    names: 1,
  };
}

async function findConflict(
  { path }: RecordedPath,
  present: Standing,
  scene: Scene,
): Promise<Conflict | undefined> {
  const { transaction, journal } = scene;
  const states = transaction.changes.flatMap((one) =>
    one.kind === "path" && one.path === path ? [one.before, one.after] : [],
  );
  if (states.some((state) => sameState(state, present.state))) return undefined;
  const state = states.at(-1) ?? present.state;
  const bytes = await keptBytes(journal, transaction.number, state);
  return {
    path,
    recorded: { state, bytes, names: 1 },
    present,
    by: changedBy(path, present, scene),
  };
}

/** The later transaction, still standing, that left the path as it is now; undefined when somebody else did. */
function changedBy(
  path: string,
  { state }: Standing,
  { transaction, history: { transactions } }: Scene,
): number | undefined {
  const undone = undoneBy(transactions);
  return transactions.findLast(({ number, changes }) => {
    if (number <= transaction.number || undone.has(number)) return false;
    const last = changes.findLast((change) => change.kind === "path" && change.path === path);
    return last?.kind === "path" && sameState(last.after, state);
  })?.number;
}

/** The inverse to run; `left` when there is none or it is not known whether it should; undefined when it ran already. */
function reverseRun(
  run: RecordedRun,
  { number }: Transaction,
  { history, force }: Circumstances,
): RunChange | Left | undefined {
  const { argv, inverse } = run;
  const attempts = history.transactions
    .filter(({ undoes }) => undoes === number)
    .flatMap(({ changes }) => changes.filter(({ reverses }) => reverses === run.step));
  const ended = attempts.filter((one) => one.kind === "run" && one.confirmed);
  const left = (why: string): Left => ({ kind: "left", argv, why });
  if (ended.some((one) => one.kind === "run" && one.code === 0)) return undefined;
  if (inverse === undefined) return left("nothing takes it back");
  const back: RunChange = { kind: "run", argv: inverse, inverse: argv };
  if (force) return back;
  if (!run.confirmed) return left("it is not known whether it ran; --force runs its inverse");
  if (run.code !== 0) return left("it failed, and may have done a part; --force runs its inverse");
  if (attempts.length > ended.length)
    return left("it is not known whether its inverse ran; --force runs it");
  return back;
}
