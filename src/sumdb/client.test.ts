// The client against what the public log really served, and against a log under a
// test key that lies in every way that it or a mirror could.
import assert from "node:assert/strict";
import test from "node:test";
import { type ErrorCode, GosteadError, isIntegrity } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { parseVersion } from "#model/version.ts";
import { type Log, makeLog } from "../../test/support/log.ts";
import {
  type MemoryOps,
  memoryOps,
  type Serve,
  serveLog,
  serveRecorded,
} from "../../test/support/logops.ts";
import { advanceHead, prove } from "./client.ts";
import { SUM_GOLANG_ORG } from "./keys.ts";
import { parseVerifierKey } from "./note.ts";
import { checkTree, parseTree } from "./tlog.ts";

function releaseOf(version: string): Release {
  const parsed = parseVersion(version);
  assert.ok(parsed);
  return { version: parsed, platform: { os: "linux", arch: "amd64" } };
}

const moduleName = (version: string) => `golang.org/toolchain@v0.0.1-go${version}.linux-amd64`;
const h1Of = (seed: string) => `h1:${Buffer.alloc(32, seed).toString("base64")}`;

function recordOf(version: string, h1 = h1Of(version)): string {
  const start = moduleName(version).replace("@", " ");
  return `${start} ${h1}\n${start}/go.mod ${h1Of("mod")}\n`;
}

/** A log of about `before + after` records with go1.22.6 and go1.22.5 between. */
function makeToyLog(before = 700, after = 90_000): Log {
  const log = makeLog({ name: "sum.example", seed: "client" });
  log.fill(before);
  log.add(recordOf("1.22.6"));
  log.add(recordOf("1.22.5"));
  log.fill(after);
  return log;
}

const TOY = makeToyLog();
const TOY_KEY = parseVerifierKey(TOY.verifierKey);
const GO1226 = releaseOf("1.22.6");
const LOOKUP = `/lookup/${moduleName("1.22.6")}`;

const proveToy = (ops: MemoryOps, version = "1.22.6") => prove(ops, TOY_KEY, releaseOf(version));

async function refuses(run: Promise<unknown>, codes: readonly ErrorCode[], message?: RegExp) {
  const error = await run.then(
    () => assert.fail("it was accepted"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof GosteadError, String(error));
  assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
  if (message) assert.match(error.message, message);
  return error;
}

function keptNothing(ops: MemoryOps): void {
  assert.equal(ops.head, "");
  assert.equal(ops.tiles.size, 0);
}

/** `serve` with another body where the path matches. */
function lying(
  serve: Serve,
  on: RegExp,
  change: (body: Buffer) => Buffer | string | undefined,
): Serve {
  return (path) => {
    const body = serve(path);
    return body !== undefined && on.test(path) ? change(Buffer.from(body)) : body;
  };
}

function bend(body: Buffer, at: number): Buffer {
  const bent = Buffer.from(body);
  bent.writeUInt8(bent.readUInt8(at) ^ (1 << (at % 8)), at);
  return bent;
}

test("go1.22.6 linux-amd64 is proven from what the public log served, in two round trips", async () => {
  const ops = memoryOps(serveRecorded);
  const { h1, proof, module, release } = await prove(ops, parseVerifierKey(SUM_GOLANG_ORG), GO1226);
  assert.equal(h1, "h1:bNlzYVDdz3HI0dMPvwv7Fxx9i4gPk9afUcR+fLwLB64=");
  assert.equal(proof.record, 28865909);
  assert.equal(proof.treeSize, 71769961);
  assert.equal(proof.rootHash, "O0jlIxwRb2vZYS1na726XLlaDCtCqKUVLld+AY32AGA=");
  assert.equal(proof.verifierKey, SUM_GOLANG_ORG);
  assert.equal(proof.log, "sum.golang.org");
  assert.deepEqual(module, {
    path: "golang.org/toolchain",
    version: "v0.0.1-go1.22.6.linux-amd64",
  });
  assert.deepEqual(release, GO1226);
  assert.equal(ops.head, serveRecorded("/latest")?.toString());
  assert.equal(ops.trips, 2);
  assert.equal(ops.asked.length, 12);
});

test("the second proof takes every tile from the cache", async () => {
  const ops = memoryOps(serveRecorded);
  await prove(ops, parseVerifierKey(SUM_GOLANG_ORG), GO1226);
  ops.asked = [];
  await prove(ops, parseVerifierKey(SUM_GOLANG_ORG), GO1226);
  assert.deepEqual(ops.asked.sort(), ["/latest", LOOKUP]);
});

test("each byte of the real head and lookup, one of its bits flipped", async () => {
  for (const on of [/^\/latest$/, /^\/lookup\//]) {
    const path = on.test("/latest") ? "/latest" : LOOKUP;
    const length = serveRecorded(path)?.length ?? 0;
    assert.ok(length > 100);
    for (let at = 0; at < length; at++) {
      const ops = memoryOps(lying(serveRecorded, on, (body) => bend(body, at)));
      const codes: ErrorCode[] = ["bad-signature", "bad-proof"];
      // Another record's number: its tiles were not recorded.
      if (path === LOOKUP && at < "28865909".length) codes.push("bad-answer");
      await refuses(prove(ops, parseVerifierKey(SUM_GOLANG_ORG), GO1226), codes);
      keptNothing(ops);
    }
  }
});

test("a bit flipped in each real tile, at its start, within and at its end", async () => {
  const honest = memoryOps(serveRecorded);
  await prove(honest, parseVerifierKey(SUM_GOLANG_ORG), GO1226);
  const tiles = honest.asked.filter((path) => path.startsWith("/tile/"));
  assert.equal(tiles.length, 10);
  for (const tile of tiles) {
    const length = serveRecorded(tile)?.length ?? 0;
    for (const at of [0, 31, 32, length >> 1, length - 33, length - 1]) {
      const ops = memoryOps((path) => {
        const body = serveRecorded(path);
        return body && path === tile ? bend(Buffer.from(body), at) : body;
      });
      const error = await refuses(prove(ops, parseVerifierKey(SUM_GOLANG_ORG), GO1226), [
        "bad-proof",
      ]);
      assert.ok(isIntegrity(error));
      keptNothing(ops);
    }
  }
});

test("truncated, empty, padded and foreign answers", async () => {
  const bodies: readonly ((body: Buffer) => Buffer | string)[] = [
    () => "",
    () => "\n",
    () => "<!DOCTYPE html>\n<html><title>Please log in</title></html>\n",
    (body) => body.subarray(0, 1),
    (body) => body.subarray(0, body.length >> 1),
    (body) => body.subarray(0, -1),
    (body) => body.subarray(1),
    (body) => Buffer.concat([body, Buffer.of(0)]),
    (body) => Buffer.concat([body, body]),
    (body) => Buffer.alloc(body.length),
    () => Buffer.alloc(2_000_000, "a"),
  ];
  for (const on of [/^\/latest$/, /^\/lookup\//, /^\/tile\/8\/0\//, /^\/tile\/8\/[12]\//]) {
    for (const change of bodies) {
      const ops = memoryOps(lying(serveLog(TOY), on, change));
      await refuses(proveToy(ops), ["bad-signature", "bad-proof"]);
      keptNothing(ops);
    }
  }
});

test("record numbers: huge, negative, padded, beyond the tree", async () => {
  const numbers = ["-0", "-1", "0700", "+700", " 700", "1e2", "90702", "90703", "4503599627370497"];
  numbers.push(
    "9007199254740993",
    "18446744073709551616",
    "1".repeat(300),
    "",
    "NaN",
    "701",
    "699",
    "0",
  );
  for (const number of numbers) {
    const change = (body: Buffer) => body.toString().replace(/^\d+/, number);
    await refuses(proveToy(memoryOps(lying(serveLog(TOY), /^\/lookup\//, change))), ["bad-proof"]);
  }
});

test("a proven record that says nothing of the release, or contradicts itself", async () => {
  const version = moduleName("1.22.6").replace("@", " ");
  const records = {
    "other module's": "filler.example/x v1.0.0 h1:eA==\n",
    "other version's": recordOf("1.22.5"),
    "go.mod only": `${version}/go.mod ${h1Of("mod")}\n`,
    "twice, conflicting": recordOf("1.22.6") + recordOf("1.22.6", h1Of("evil")),
    "no hash": `${version} h1:\n`,
  };
  for (const [name, text] of Object.entries(records)) {
    const log = makeLog({ name: "sum.example", seed: "client" });
    log.fill(300);
    const id = log.add(text);
    const serve: Serve = (path) =>
      path === LOOKUP ? `${id}\n${text}\n${log.head()}` : serveLog(log)(path);
    const ops = memoryOps(serve);
    await refuses(proveToy(ops), ["bad-proof"], /^log record has .* expected one$/);
    assert.equal(ops.head, "", name);
  }
});

test("hashes outside the authenticated record are not seen (CVE-2026-56864)", async () => {
  const log = makeToyLog(10, 10);
  const filler = log.record(3);
  const [evil = ""] = recordOf("1.22.6", h1Of("evil")).split("\n");
  const answers = [
    `3\n${filler}\n${evil}\n\n${log.head()}`,
    `3\n${filler}${evil}\n\n${log.head()}`,
    `3\n${filler}\n${log.head()}${evil}\n`,
    `3\n${filler}\n${log.sign(`${evil}\n`)}`,
    `10\n${recordOf("1.22.6")}${evil}\n\n${log.head()}`,
    `10\n${evil}\n${recordOf("1.22.6")}\n${log.head()}`,
  ];
  for (const answer of answers) {
    const ops = memoryOps((path) => (path === LOOKUP ? answer : serveLog(log)(path)));
    await refuses(proveToy(ops), ["bad-proof", "bad-signature"]);
  }
});

test("another log's head, honest in itself", async () => {
  const other = makeLog({ name: "sum.example", seed: "another key" });
  other.fill(700);
  other.add(recordOf("1.22.6", h1Of("evil")));
  await refuses(
    proveToy(memoryOps(serveLog(other))),
    ["bad-signature"],
    /is not signed by sum\.example/,
  );
});

test("an older head in the lookup, a newer one kept: one history, newest counts", async () => {
  const ops = memoryOps(serveLog(TOY, { size: 80_000, lookupSize: 70_000 }));
  ops.head = TOY.head(60_000);
  const { h1, proof } = await proveToy(ops);
  assert.equal(h1, h1Of("1.22.6"));
  assert.equal(proof.treeSize, 80_000);
  assert.equal(ops.head, TOY.head(80_000));
  ops.serve = serveLog(TOY, { size: 75_000, lookupSize: 1_000 });
  await refuses(proveToy(ops, "1.22.4"), ["not-available"], /has no record of .*1\.22\.4/);
  ops.serve = (path) =>
    path.startsWith("/tile/") ? TOY.tile(path.slice(1)) : serveLog(TOY, { size: 75_000 })(path);
  assert.equal((await proveToy(ops, "1.22.5")).proof.treeSize, 80_000);
  assert.equal(ops.head, TOY.head(80_000));
});

test("a log without latest head is used by its lookups", async () => {
  const ops = memoryOps((path) => (path === "/latest" ? undefined : serveLog(TOY)(path)));
  assert.equal((await proveToy(ops)).proof.treeSize, TOY.size);
});

test("other errors of the port pass through", async () => {
  for (const on of ["/latest", "/lookup/", "/tile/"]) {
    const ops = memoryOps((path) => {
      if (path.startsWith(on)) throw new GosteadError("no-network", `cannot reach ${path}`);
      return serveLog(TOY)(path);
    });
    await refuses(proveToy(ops), ["no-network"]);
    keptNothing(ops);
  }
});

test("a partial tile that is gone is cut from the full one", async () => {
  const without = (gone: RegExp): Serve => {
    const serve = serveLog(TOY, { size: 66_000 });
    return (path) => (gone.test(path) ? undefined : serve(path));
  };
  // Since that size level 0's last tile has been filled, level 1's has not.
  const ops = memoryOps(without(/\/8\/0\/.*\.p\//));
  const { proof } = await proveToy(ops);
  assert.equal(proof.treeSize, 66_000);
  assert.ok(ops.asked.includes("/tile/8/0/257.p/208"));
  assert.ok(ops.asked.includes("/tile/8/0/257"));
  assert.deepEqual(ops.tiles.get("tile/8/0/257.p/208"), TOY.tile("tile/8/0/257.p/208"));
  assert.ok(!ops.tiles.has("tile/8/0/257"));
  const incomplete = memoryOps(without(/\/8\/1\/.*\.p\//));
  const error = await refuses(proveToy(incomplete), ["bad-answer"], /no tile\/8\/1\/001\.p\/1,/);
  assert.ok(error.fix);
  keptNothing(incomplete);
});

test("a damaged cache is proven, dropped, fetched anew and mended", async () => {
  const ops = memoryOps(serveLog(TOY));
  await proveToy(ops);
  const whole = new Map(ops.tiles);
  assert.ok(whole.size >= 5);
  for (const [path, bytes] of whole) {
    for (const damaged of [bend(Buffer.from(bytes), 40 % bytes.length), Buffer.alloc(3)]) {
      ops.tiles.set(path, damaged);
      ops.asked = [];
      assert.equal((await proveToy(ops)).h1, h1Of("1.22.6"));
      assert.ok(ops.asked.includes(`/${path}`), path);
      assert.deepEqual(ops.tiles.get(path), Buffer.from(bytes));
    }
  }
});

test("a damaged cache and a log that lies: refused after one try", async () => {
  const ops = memoryOps(serveLog(TOY));
  await proveToy(ops);
  const path = "tile/8/0/002";
  const bent = bend(Buffer.from(ops.tiles.get(path) ?? []), 40);
  ops.tiles.set(path, bent);
  ops.asked = [];
  ops.serve = lying(serveLog(TOY), /002$/, (body) => bend(body, 40));
  await refuses(proveToy(ops), ["bad-proof"], /^tile\/8\/0\/002 differs from its parent's hash$/);
  assert.equal(ops.asked.filter((asked) => asked === `/${path}`).length, 1);
  assert.deepEqual(ops.tiles.get(path), bent);
});

/** A log that shares the first `at` records with the toy log and differs in the next. */
function forkAt(at: number, size: number): Log {
  const fork = TOY.fork(at);
  fork.add(recordOf("9.9.9", h1Of("evil")));
  fork.fill(size - fork.size);
  return fork;
}

test("a fork is refused whichever head is kept, with evidence that proves it", async () => {
  const cases = [
    { kept: 70_000, at: 69_000, size: 80_000 },
    { kept: 70_000, at: 69_999, size: 70_001 },
    { kept: 80_000, at: 75_000, size: 79_000 },
    { kept: 70_000, at: 65_000, size: 70_000 },
    { kept: 65_536, at: 800, size: 65_537 },
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
    [80_000, 70_000],
    [70_000, 80_000],
    [75_000, 75_000],
  ] as const) {
    const fork = forkAt(69_000, latest);
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
  const ops = memoryOps(serveLog(forkAt(69_000, 70_000)));
  ops.head = TOY.head(70_000);
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
  ops.head = TOY.head(80_000).replace("80000", "80001");
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
    const ops = memoryOps(serveLog(TOY, { size: 80_000 }));
    const { writeHead } = ops;
    ops.writeHead = async (old, next) => {
      ops.writeHead = writeHead;
      ops.head = winner;
      return writeHead(old, next);
    };
    return ops;
  };
  const smaller = racing(TOY.head(70_000));
  await proveToy(smaller);
  assert.equal(smaller.head, TOY.head(80_000));
  const bigger = racing(TOY.head(85_000));
  await proveToy(bigger);
  assert.equal(bigger.head, TOY.head(85_000));
  const forked = racing(forkAt(69_000, 70_000).head());
  await refuses(proveToy(forked), ["log-fork"]);
});

test("a head that never stops changing is an error, not a loop", async () => {
  const ops = memoryOps(serveLog(TOY, { size: 80_000 }));
  ops.writeHead = async () => false;
  await refuses(proveToy(ops), ["io"], /changed 32 times/);
});

test("many proofs at once share one state", async () => {
  const ops = memoryOps(serveLog(TOY));
  const proofs = ["1.22.6", "1.22.5", "1.22.6", "1.22.5"].map((version) => proveToy(ops, version));
  const found = (await Promise.all(proofs)).map(({ h1 }) => h1);
  assert.deepEqual(found, [h1Of("1.22.6"), h1Of("1.22.5"), h1Of("1.22.6"), h1Of("1.22.5")]);
  assert.equal(ops.head, TOY.head());
});

test("advanceHead: first, newer, older, same", async () => {
  const ops = memoryOps(serveLog(TOY));
  const sizes = async (size: number) => {
    const { before, given, now } = await advanceHead(ops, TOY_KEY, TOY.head(size));
    assert.equal(parseTree(ops.head).size, now.size);
    return [before?.size, given.size, now.size];
  };
  assert.deepEqual(await sizes(70_000), [undefined, 70_000, 70_000]);
  assert.deepEqual(await sizes(80_000), [70_000, 80_000, 80_000]);
  assert.deepEqual(await sizes(60_000), [80_000, 60_000, 80_000]);
  assert.deepEqual(await sizes(80_000), [80_000, 80_000, 80_000]);
  ops.serve = () => undefined;
  assert.deepEqual(await sizes(80_000), [80_000, 80_000, 80_000]);
});

test("advanceHead: a fork, a foreign head, one that the log cannot back", async () => {
  const fork = forkAt(69_000, 70_000);
  for (const kept of [65_536, 70_000, 75_000]) {
    const ops = memoryOps(serveLog(kept > 70_000 ? TOY : fork));
    ops.head = kept === 65_536 ? forkAt(100, 65_536).head() : TOY.head(kept);
    const { head } = ops;
    await refuses(advanceHead(ops, TOY_KEY, fork.head()), ["log-fork"]);
    assert.equal(ops.head, head);
    assert.equal(ops.evidence.size, 1);
  }
  const ops = memoryOps(serveLog(TOY));
  const foreign = makeLog({ name: "sum.example", seed: "other" });
  await refuses(advanceHead(ops, TOY_KEY, foreign.head()), ["bad-signature"], /^given head: /);
  const invented = TOY.sign(`go.sum database tree\n80000\n${fork.root().toString("base64")}\n`);
  await refuses(advanceHead(ops, TOY_KEY, invented), ["bad-proof"]);
  keptNothing(ops);
});
