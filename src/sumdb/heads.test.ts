// Signed heads against each other: forks, shrunk trees, races for the kept head.
import assert from "node:assert/strict";
import test from "node:test";
import { type Log, makeLog } from "../../test/support/log.ts";
import { memoryOps, serveLog } from "../../test/support/logops.ts";
import {
  h1Of,
  keptNothing,
  LOOKUP,
  moduleName,
  proveToy,
  recordOf,
  refuses,
  TOY,
  TOY_KEY,
} from "../../test/support/toylog.ts";
import { advanceHead } from "./client.ts";
import { checkTree, parseTree } from "./tlog.ts";

/** A log that shares the first `at` records with the toy log and differs in the next. */
function forkAt(at: number, size: number): Log {
  const fork = TOY.fork(at);
  fork.add(recordOf("9.9.9", h1Of("evil")));
  fork.fill(size - fork.size);
  return fork;
}

test("a fork is refused whichever head is kept, with evidence that proves it", async () => {
  const cases = [
    { kept: 1_000, at: 900, size: 3_000 },
    { kept: 1_000, at: 999, size: 1_001 },
    { kept: 3_000, at: 1_500, size: 2_900 },
    { kept: 2_000, at: 1_500, size: 2_000 },
    { kept: 65_536, at: 65_500, size: 65_537 },
  ];
  for (const { kept, at, size } of cases) {
    const fork = forkAt(at, size);
    const ops = memoryOps(serveLog(TOY, { size: kept }));
    await proveToy(ops);
    const before = { head: ops.head, tiles: new Map(ops.tiles) };
    ops.serve = (path) =>
      (kept > size ? TOY.tile(path.slice(1)) : undefined) ?? serveLog(fork)(path);
    const error = await refuses(proveToy(ops), ["log-fork"], /^sum\.example signed two histories/);
    assert.ok(error.fix);
    assert.deepEqual({ head: ops.head, tiles: ops.tiles }, before);
    const [[name = "", text = ""] = []] = ops.evidence;
    assert.match(error.message, new RegExp(`evidence in memory:${name}$`));
    assert.ok(text.includes(TOY.head(kept)) && text.includes(fork.head()));
    const [newer, older] = kept > size ? [TOY, fork] : [fork, TOY];
    if (kept !== size)
      provesFork(text, newer.head(Math.max(kept, size)), older.head(Math.min(kept, size)));
  }
});

/** Reads the evidence as a stranger would: the newer head begins with a tree the older denies. */
function provesFork(text: string, newer: string, older: string): void {
  const found =
    /\nthe newer tree's first (\d+) records have the root (\S+)\n.*\n((?:\S{44}\n)+)$/.exec(text);
  assert.ok(found, text);
  const [, count = "", root = "", hashes = ""] = found;
  const proof = hashes
    .trim()
    .split("\n")
    .map((hash) => Buffer.from(hash, "base64"));
  const shown = { size: Number(count), hash: Buffer.from(root, "base64") };
  checkTree(proof, parseTree(newer), shown);
  assert.equal(parseTree(older).size, shown.size);
  assert.notDeepEqual(parseTree(older).hash, shown.hash);
}

test("a fork within one answer: latest against lookup", async () => {
  for (const [latest, lookup] of [
    [3_000, 2_000],
    [2_000, 3_000],
    [2_500, 2_500],
  ] as const) {
    const fork = forkAt(1_900, latest);
    const ops = memoryOps((path) => {
      if (path === "/latest") return fork.head();
      if (path === LOOKUP) return TOY.lookup(moduleName("1.22.6"), lookup);
      return (latest > lookup ? fork : TOY).tile(path.slice(1));
    });
    await refuses(proveToy(ops), ["log-fork"]);
    keptNothing(ops);
  }
});

test("a fork stays one when its evidence cannot be kept", async () => {
  const ops = memoryOps(serveLog(forkAt(1_900, 2_000)));
  ops.head = TOY.head(2_000);
  ops.saveEvidence = async () => {
    throw new Error("disk full");
  };
  await refuses(proveToy(ops), ["log-fork"], /evidence could not be kept \("Error: disk full"\)$/);
});

test("a shrunk log never moves the kept head back", async () => {
  const ops = memoryOps(serveLog(TOY));
  await proveToy(ops);
  ops.serve = serveLog(TOY, { size: 1_000 });
  assert.equal((await proveToy(ops)).proof.treeSize, TOY.size);
  assert.equal(ops.head, TOY.head());
});

test("a kept head that was tampered with is refused before anything is kept", async () => {
  const ops = memoryOps(serveLog(TOY));
  ops.head = TOY.head(3_000).replace("3000", "3001");
  await refuses(proveToy(ops), ["bad-signature"], /^kept head of sum\.example: signature/);
  ops.head = makeLog({ name: "sum.example", seed: "other" }).head();
  await refuses(proveToy(ops), ["bad-signature"], /^kept head of sum\.example: note is not signed/);
  assert.equal(ops.tiles.size, 0);
});

test("empty trees: the beginning of every log, and of nothing else", async () => {
  const ops = memoryOps(serveLog(TOY));
  ops.head = TOY.head(0);
  await proveToy(ops);
  assert.equal(ops.head, TOY.head());
  const bad = memoryOps(serveLog(TOY));
  bad.head = TOY.sign(`go.sum database tree\n0\n${TOY.root().toString("base64")}\n`);
  await refuses(proveToy(bad), ["log-fork"]);
  const empty = memoryOps(serveLog(TOY, { size: 0 }));
  await refuses(proveToy(empty), ["bad-proof"], /gives record 700 in a tree of 0 records/);
});

test("losing the race for the kept head: the bigger wins, a fork is still seen", async () => {
  const racing = (winner: string) => {
    const ops = memoryOps(serveLog(TOY, { size: 3_000 }));
    const { writeHead } = ops;
    ops.writeHead = async (old, next) => {
      ops.writeHead = writeHead;
      ops.head = winner;
      return writeHead(old, next);
    };
    return ops;
  };
  const smaller = racing(TOY.head(2_000));
  await proveToy(smaller);
  assert.equal(smaller.head, TOY.head(3_000));
  const bigger = racing(TOY.head(3_500));
  await proveToy(bigger);
  assert.equal(bigger.head, TOY.head(3_500));
  const forked = racing(forkAt(1_900, 2_000).head());
  await refuses(proveToy(forked), ["log-fork"]);
});

test("a head that never stops changing is an error, not a loop", async () => {
  const ops = memoryOps(serveLog(TOY, { size: 3_000 }));
  ops.writeHead = async () => false;
  await refuses(proveToy(ops), ["io"], /changed 32 times/);
});

test("advanceHead: first, newer, older, same", async () => {
  const ops = memoryOps(serveLog(TOY));
  const sizes = async (size: number) => {
    const { before, given, now } = await advanceHead(ops, TOY_KEY, TOY.head(size));
    assert.equal(parseTree(ops.head).size, now.size);
    return [before?.size, given.size, now.size];
  };
  assert.deepEqual(await sizes(2_000), [undefined, 2_000, 2_000]);
  assert.deepEqual(await sizes(3_000), [2_000, 3_000, 3_000]);
  assert.deepEqual(await sizes(1_500), [3_000, 1_500, 3_000]);
  assert.deepEqual(await sizes(3_000), [3_000, 3_000, 3_000]);
  ops.serve = () => undefined;
  assert.deepEqual(await sizes(3_000), [3_000, 3_000, 3_000]);
});

test("advanceHead: a fork, a foreign head, one that the log cannot back", async () => {
  const fork = forkAt(1_900, 2_000);
  for (const kept of [1_800, 2_000, 2_500]) {
    const ops = memoryOps(serveLog(kept > 2_000 ? TOY : fork));
    ops.head = kept === 1_800 ? forkAt(100, 1_800).head() : TOY.head(kept);
    const { head } = ops;
    await refuses(advanceHead(ops, TOY_KEY, fork.head()), ["log-fork"]);
    assert.equal(ops.head, head);
    assert.equal(ops.evidence.size, 1);
  }
  const ops = memoryOps(serveLog(TOY));
  const foreign = makeLog({ name: "sum.example", seed: "other" });
  await refuses(advanceHead(ops, TOY_KEY, foreign.head()), ["bad-signature"], /^given head: /);
  const invented = TOY.sign(`go.sum database tree\n3000\n${fork.root().toString("base64")}\n`);
  await refuses(advanceHead(ops, TOY_KEY, invented), ["bad-proof"]);
  keptNothing(ops);
});
