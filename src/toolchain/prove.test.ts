// Security S5 and S6: what a receipt proves, and what it does not.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { GosteadError } from "#model/error.ts";
import { logTrust } from "#source/trust.ts";
import { makeLog } from "../../test/support/log.ts";
import { copyWorks, openWorks, releaseOf } from "../../test/support/works.ts";
import { install } from "./install.ts";
import { treePath } from "./installed.ts";
import { provenByReceipt, proveRelease } from "./prove.ts";
import { type Receipt, readReceipt, receiptPath, recordPath } from "./receipt.ts";
import { verifyInstalled } from "./verify.ts";

const AMD64 = releaseOf("1.22.6");
const ARM64 = releaseOf("1.22.6 linux-arm64");

const works = await openWorks({ after }, ["1.22.6", "1.22.6 linux-arm64"]);
const { receipt } = await install(AMD64, works.engine);
await install(ARM64, works.engine);

const integrity = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof GosteadError && error.code === code && words.test(error.message);

test("the log's proof of a release, and the same again from the receipt without network", async () => {
  const asked = await proveRelease(works.engine, AMD64);
  assert.deepEqual(readReceipt(works.engine.home, AMD64), receipt);
  const before = works.proxy.requests.length;
  assert.equal(provenByReceipt(works.engine, receipt).h1, asked.h1);
  assert.equal(works.proxy.requests.length, before);
  assert.equal(
    receipt.proof.record,
    works.log.find("golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64"),
  );
});

test("every field that the proof rests on counts", () => {
  const { proof } = receipt;
  const other = `h1:${Buffer.alloc(32, 7).toString("base64")}` as Receipt["h1"];
  const changed: Receipt[] = [
    { ...receipt, h1: other },
    { ...receipt, proof: { ...proof, record: proof.record + 1 } },
    { ...receipt, proof: { ...proof, treeSize: proof.treeSize + 1 } },
    { ...receipt, proof: { ...proof, rootHash: Buffer.alloc(32).toString("base64") } },
    { ...receipt, proof: { ...proof, recordText: proof.recordText.replace(receipt.h1, other) } },
    { ...receipt, proof: { ...proof, signedHead: proof.signedHead.replace(/.\n$/, "\n") } },
    { ...receipt, proof: { ...proof, inclusion: proof.inclusion.slice(1) } },
    { ...receipt, proof: { ...proof, inclusion: proof.inclusion.toReversed() } },
  ];
  for (const [index, one] of changed.entries()) {
    assert.throws(
      () => provenByReceipt(works.engine, one),
      (error) => error instanceof GosteadError && /^bad-/.test(error.code),
      `change ${index}`,
    );
  }
});

test("a receipt under another key proves nothing here", () => {
  const { verifierKey } = makeLog({ name: "log.gostead.test", seed: "another" });
  const elsewhere = { ...works.engine, trust: () => logTrust({ GOSUMDB: verifierKey }) };
  assert.throws(
    () => provenByReceipt(elsewhere, receipt),
    integrity("bad-receipt", /configuration trusts/),
  );
});

test("another platform's whole tree under this one's name is refused, although VERSION fits", async (t) => {
  const { engine } = copyWorks(t, works);
  const { home } = engine;
  renameSync(treePath(home, AMD64), `${treePath(home, AMD64)}.away`);
  renameSync(treePath(home, ARM64), treePath(home, AMD64));
  copyFileSync(recordPath(home, ARM64), recordPath(home, AMD64));
  const text = readFileSync(receiptPath(home, ARM64), "utf8");
  writeFileSync(receiptPath(home, AMD64), text.replace('"arch": "arm64"', '"arch": "amd64"'));
  await assert.rejects(
    verifyInstalled(AMD64, engine),
    integrity("bad-receipt", /go1\.22\.6\.linux-amd64 holds the proof of go1\.22\.6\.linux-arm64/),
  );
});
