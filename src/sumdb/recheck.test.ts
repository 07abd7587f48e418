// A kept proof, checked offline: the real one of go1.22.6, and every way to bend it.
import assert from "node:assert/strict";
import test from "node:test";
import { type ErrorCode, GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { parseVersion } from "#model/version.ts";
import { makeLog } from "../../test/support/log.ts";
import { memoryOps, serveLog, serveRecorded } from "../../test/support/logops.ts";
import { prove } from "./client.ts";
import { SUM_GOLANG_ORG } from "./keys.ts";
import { parseVerifierKey } from "./note.ts";
import type { LogProof } from "./proof.ts";
import { isLogProof, recheck } from "./recheck.ts";

const version = parseVersion("1.22.6");
assert.ok(version);
const GO1226: Release = { version, platform: { os: "linux", arch: "amd64" } };

const REAL = await prove(memoryOps(serveRecorded), parseVerifierKey(SUM_GOLANG_ORG), GO1226);
/** As it comes back from a receipt. */
const KEPT: LogProof = JSON.parse(JSON.stringify(REAL.proof));

function refuses(proof: unknown, codes: readonly ErrorCode[], keys = [SUM_GOLANG_ORG]): void {
  assert.throws(
    () => recheck(proof as LogProof, keys),
    (error: unknown) => {
      assert.ok(error instanceof GosteadError, String(error));
      assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
      return true;
    },
  );
}

test("the real proof of go1.22.6 holds without the log", () => {
  const expected = recheck(KEPT, [SUM_GOLANG_ORG]);
  assert.equal(expected.h1, "h1:bNlzYVDdz3HI0dMPvwv7Fxx9i4gPk9afUcR+fLwLB64=");
  assert.deepEqual(expected.release, GO1226);
  assert.deepEqual(expected.module, REAL.module);
  assert.deepEqual(expected.proof, KEPT);
});

test("only under a key that the caller trusts", () => {
  const other = makeLog({ name: "sum.golang.org", seed: "other" }).verifierKey;
  assert.equal(recheck(KEPT, [other, SUM_GOLANG_ORG]).h1, REAL.h1);
  refuses(KEPT, ["log-mismatch"], []);
  refuses(KEPT, ["log-mismatch"], [other]);
  refuses({ ...KEPT, verifierKey: other }, ["log-mismatch"]);
  refuses({ ...KEPT, verifierKey: other }, ["bad-signature"], [other]);
  refuses({ ...KEPT, log: "sum.example" }, ["log-mismatch"]);
  refuses(KEPT, ["bad-setting"], ["sum.golang.org"]);
});

test("every field bent", () => {
  const bentHash = (text: string) => {
    const hash = Buffer.from(text, "base64");
    hash.writeUInt8(hash.readUInt8(9) ^ 4, 9);
    return hash.toString("base64");
  };
  const text = KEPT.recordText;
  for (const change of [
    { record: KEPT.record + 1 },
    { record: -1 },
    { record: KEPT.treeSize },
    { record: 0.5 },
    { record: 2 ** 53 },
    { treeSize: KEPT.treeSize - 1 },
    { treeSize: -KEPT.treeSize },
    { rootHash: bentHash(KEPT.rootHash) },
    { rootHash: "" },
    { recordText: text.replace("bNl", "bNm") },
    { recordText: `${text}\n` },
    { recordText: text.replace("amd64", "arm64") },
    { recordText: text.replace("golang", "gol\ud800ang") },
    { recordText: text.slice(0, text.indexOf("\n") + 1) },
    { recordText: "" },
    { inclusion: [] },
    { inclusion: KEPT.inclusion.slice(1) },
    { inclusion: KEPT.inclusion.toReversed() },
    { inclusion: [...KEPT.inclusion, KEPT.rootHash] },
    { inclusion: KEPT.inclusion.with(3, "AAAA") },
    { inclusion: KEPT.inclusion.with(3, `${KEPT.inclusion[3]} `) },
    ...KEPT.inclusion.map((hash, i) => ({ inclusion: KEPT.inclusion.with(i, bentHash(hash)) })),
  ]) {
    refuses({ ...KEPT, ...change }, ["bad-proof"]);
  }
  for (const head of ["", KEPT.signedHead.replace("71769961", "71769960"), `x${KEPT.signedHead}`]) {
    refuses({ ...KEPT, signedHead: head }, ["bad-signature"]);
  }
});

test("values that are not a proof", () => {
  const bad: unknown[] = [null, undefined, 1, "proof", [], {}, { ...KEPT, record: "28865909" }];
  for (const field of Object.keys(KEPT)) {
    for (const value of [undefined, null, {}, [1], true]) bad.push({ ...KEPT, [field]: value });
  }
  bad.push({ ...KEPT, inclusion: Array(65).fill(KEPT.rootHash) });
  bad.push({ ...KEPT, inclusion: { length: 27 } });
  for (const value of bad) {
    assert.ok(!isLogProof(value), JSON.stringify(value));
    refuses(value, ["bad-proof"]);
  }
  assert.ok(isLogProof(KEPT));
});

test("a proven record of another kind names no release", async () => {
  const log = makeLog({ name: "sum.example", seed: "recheck" });
  log.add(
    `golang.org/toolchain v0.0.1-go1.22.6.linux-amd64 h1:${Buffer.alloc(32, 1).toString("base64")}\n`,
  );
  log.add("other.example v1.0.0 h1:eA==\n");
  const { proof } = await prove(
    memoryOps(serveLog(log)),
    parseVerifierKey(log.verifierKey),
    GO1226,
  );
  assert.deepEqual(recheck(proof, [log.verifierKey]).release, GO1226);
  const first = makeLog({ name: "x", seed: "x" });
  first.add(log.record(0));
  const other = {
    record: 1,
    recordText: log.record(1),
    inclusion: [first.root().toString("base64")],
  };
  refuses({ ...proof, ...other }, ["bad-proof"], [log.verifierKey]);
  assert.throws(
    () => recheck({ ...proof, ...other }, [log.verifierKey]),
    /names no single release/,
  );
});
