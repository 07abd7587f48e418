// Answers that lie: none becomes an Expected, and nothing of one is kept.
import assert from "node:assert/strict";
import test from "node:test";
import { type ErrorCode, isIntegrity } from "#model/error.ts";
import { makeLog } from "../../test/support/log.ts";
import { memoryOps, type Serve, serveLog, serveRecorded } from "../../test/support/logops.ts";
import {
  bend,
  h1Of,
  keptNothing,
  LOOKUP,
  lying,
  makeToyLog,
  moduleName,
  proveToy,
  recordOf,
  refuses,
  releaseOf,
  TOY,
} from "../../test/support/toylog.ts";
import { prove } from "./client.ts";
import { SUM_GOLANG_ORG } from "./keys.ts";
import { parseVerifierKey } from "./note.ts";

const PUBLIC_KEY = parseVerifierKey(SUM_GOLANG_ORG);
const GO1226 = releaseOf("1.22.6");

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
      await refuses(prove(ops, PUBLIC_KEY, GO1226), codes);
      keptNothing(ops);
    }
  }
});

test("a bit flipped in each real tile, at its start, within and at its end", async () => {
  const honest = memoryOps(serveRecorded);
  await prove(honest, PUBLIC_KEY, GO1226);
  const tiles = honest.asked.filter((path) => path.startsWith("/tile/"));
  assert.equal(tiles.length, 10);
  for (const tile of tiles) {
    const length = serveRecorded(tile)?.length ?? 0;
    for (const at of [0, 31, 32, length >> 1, length - 33, length - 1]) {
      const ops = memoryOps((path) => {
        const body = serveRecorded(path);
        return body && path === tile ? bend(Buffer.from(body), at) : body;
      });
      const error = await refuses(prove(ops, PUBLIC_KEY, GO1226), ["bad-proof"]);
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
  const numbers = ["-0", "-1", "0700", "+700", " 700", "1e2", "70000", "70001", "4503599627370497"];
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
