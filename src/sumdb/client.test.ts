// The client on what the public log really served, and on an honest log with a
// mirror, a cache and neighbours that are less than perfect.
import assert from "node:assert/strict";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { memoryOps, type Serve, serveLog, serveRecorded } from "../../test/support/logops.ts";
import {
  bend,
  h1Of,
  keptNothing,
  LOOKUP,
  lying,
  proveToy,
  refuses,
  releaseOf,
  TOY,
} from "../../test/support/toylog.ts";
import { prove } from "./client.ts";
import { SUM_GOLANG_ORG } from "./keys.ts";
import { parseVerifierKey } from "./note.ts";

const PUBLIC_KEY = parseVerifierKey(SUM_GOLANG_ORG);
const GO1226 = releaseOf("1.22.6");

test("go1.22.6 linux-amd64 is proven from what the public log served, in two round trips", async () => {
  const ops = memoryOps(serveRecorded);
  const { h1, proof, module, release } = await prove(ops, PUBLIC_KEY, GO1226);
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
  await prove(ops, PUBLIC_KEY, GO1226);
  ops.asked = [];
  await prove(ops, PUBLIC_KEY, GO1226);
  assert.deepEqual(ops.asked.sort(), ["/latest", LOOKUP]);
});

test("an older head in the lookup, a newer one kept: one history, newest counts", async () => {
  const ops = memoryOps(serveLog(TOY, { size: 69_000, lookupSize: 68_000 }));
  ops.head = TOY.head(60_000);
  const { h1, proof } = await proveToy(ops);
  assert.equal(h1, h1Of("1.22.6"));
  assert.equal(proof.treeSize, 69_000);
  assert.equal(ops.head, TOY.head(69_000));
  ops.serve = serveLog(TOY, { size: 67_000, lookupSize: 1_000 });
  await refuses(proveToy(ops, "1.22.4"), ["not-available"], /has no record of .*1\.22\.4/);
  ops.serve = (path) =>
    path.startsWith("/tile/") ? TOY.tile(path.slice(1)) : serveLog(TOY, { size: 67_000 })(path);
  assert.equal((await proveToy(ops, "1.22.5")).proof.treeSize, 69_000);
  assert.equal(ops.head, TOY.head(69_000));
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

test("many proofs at once share one state", async () => {
  const ops = memoryOps(serveLog(TOY));
  const proofs = ["1.22.6", "1.22.5", "1.22.6", "1.22.5"].map((version) => proveToy(ops, version));
  const found = (await Promise.all(proofs)).map(({ h1 }) => h1);
  assert.deepEqual(found, [h1Of("1.22.6"), h1Of("1.22.5"), h1Of("1.22.6"), h1Of("1.22.5")]);
  assert.equal(ops.head, TOY.head());
});
