/**
 * Makes one history of several signed heads, and keeps the newest. The kept head only
 * ever moves to a tree that was proven to begin with the one kept before.
 */
import { GosteadError } from "#model/error.ts";
import { quote } from "./canonical.ts";
import { type Fork, findFork, type Head, openHead } from "./head.ts";
import { type Loaded, loadTiles } from "./load.ts";
import type { VerifierKey } from "./note.ts";
import type { LogOps } from "./ops.ts";
import { rangeIndexes, recordSteps, treeSteps } from "./tlog.ts";

/** Several processes may move the head; each loss of the race means that another one moved it. */
const MAX_RACES = 32;

/** The kept head, as a list of one or none. */
export function openKept(kept: string, key: VerifierKey): Head[] {
  return kept === "" ? [] : [openHead(kept, key, `kept head of ${key.name}`)];
}

export interface Question {
  /** At least one; of equals the first counts. */
  readonly heads: readonly Head[];
  /** Records whose inclusion is to be proven. */
  readonly records: readonly number[];
}

export interface Settled {
  readonly newest: Head;
  readonly loaded: Loaded;
}

/** Proves that the newest head's tree begins with every other one's; throws `log-fork` when not. */
export async function settle(ops: LogOps, key: VerifierKey, question: Question): Promise<Settled> {
  const { heads, records } = question;
  const newest = heads.reduce((best, head) => (head.tree.size > best.tree.size ? head : best));
  const size = newest.tree.size;
  const outside = records.find((record) => record >= size);
  if (outside !== undefined) {
    const message = `${key.name} gives record ${outside} in a tree of ${size} records`;
    throw new GosteadError("bad-proof", message);
  }
  const others = heads.filter((head) => head !== newest);
  // Two roots of one size need no tile to be told apart.
  await requireOneLog(
    ops,
    key,
    others
      .filter((head) => head.tree.size === size)
      .map((head) => findFork(head, newest, noHashes)),
  );
  const older = others.filter((head) => head.tree.size < size);
  const loaded = await loadTiles(ops, newest.tree, indexesFor(size, { older, records }));
  await requireOneLog(
    ops,
    key,
    older.map((head) => findFork(head, newest, loaded.read)),
  );
  return { newest, loaded };
}

function indexesFor(
  size: number,
  needs: { readonly older: readonly Head[]; readonly records: readonly number[] },
): number[] {
  const olderSizes = needs.older.map((head) => head.tree.size).filter((old) => old > 0);
  const steps = [
    ...needs.records.flatMap((record) => [...recordSteps(size, record)]),
    // The consistency proof too, so that evidence of a fork needs no further request.
    ...olderSizes.flatMap((old) => [...treeSteps(size, old), { lo: 0, hi: old }]),
  ];
  return steps.flatMap(({ lo, hi }) => rangeIndexes(lo, hi));
}

async function requireOneLog(
  ops: LogOps,
  key: VerifierKey,
  forks: readonly (Fork | undefined)[],
): Promise<void> {
  const fork = forks.find((found) => found !== undefined);
  if (fork === undefined) return;
  const sizes = `${fork.older.tree.size} and ${fork.newer.tree.size}`;
  const place = await keepEvidence(ops, key, fork);
  throw new GosteadError(
    "log-fork",
    `${key.name} signed two histories: its trees of ${sizes} records disagree; ${place}`,
    { fix: "install nothing; send the evidence to the log's operator and compare heads elsewhere" },
  );
}

/** Whatever happens to the evidence, the fork stays the error that is thrown. */
async function keepEvidence(ops: LogOps, key: VerifierKey, fork: Fork): Promise<string> {
  const { older, newer, evidence } = fork;
  const root = Buffer.from(newer.tree.hash).toString("hex", 0, 4);
  const name = `fork-${key.hash.toString(16).padStart(8, "0")}-${older.tree.size}-${newer.tree.size}-${root}`;
  try {
    return `evidence in ${await ops.saveEvidence(name, evidence)}`;
  } catch (error) {
    return `evidence could not be kept (${quote(String(error))})`;
  }
}

/** Moves the kept head forward to `newest`; gives the head that is kept in the end. */
export async function advance(
  ops: LogOps,
  key: VerifierKey,
  state: { readonly kept: string; readonly newest: Head },
): Promise<Head> {
  let { kept, newest } = state;
  for (let race = 0; race < MAX_RACES; race++) {
    if (kept === newest.signed) return newest;
    if (await ops.writeHead(kept, newest.signed)) return newest;
    kept = await ops.readHead();
    const heads = [...openKept(kept, key), newest];
    const settled = await settle(ops, key, { heads, records: [] });
    await settled.loaded.keep();
    newest = settled.newest;
  }
  throw new GosteadError("io", `kept head of ${key.name} changed ${MAX_RACES} times meanwhile`, {
    fix: "try again",
  });
}

function noHashes(): never {
  throw new GosteadError("internal", "heads of one size were compared by tiles");
}
