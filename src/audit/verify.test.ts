// What an attacker or a crash does to a log, and the verdict with its line. The
// log's line n holds event n-1: line 1 is the header.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { addEvents, bend, emptyLog, filledLog, flawsOf } from "../../test/support/auditlog.ts";
import { GosteadError } from "../model/error.ts";
import { sealHead, verifyLog } from "./verify.ts";

/** Recomputes a line's hash as the format page says it, by hand. */
function resealed(line: string): string {
  const body = line.replace(/,"hash":"[0-9a-f]{64}"\}$/, "}");
  const hash = createHash("sha256").update(body).digest("hex");
  return `${body.slice(0, -1)},"hash":"${hash}"}`;
}

const hashOf = (line = "") => /"hash":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? "";

/** From the line at `index` on, every line chained anew: the work of somebody who knows the format. */
function rechained(lines: string[], index: number): string[] {
  const done = [...lines];
  for (let at = index; at < done.length; at++) {
    const prev = at > 1 ? hashOf(done[at - 1]) : undefined;
    const line = done[at] ?? "";
    const linked =
      prev === undefined ? line : line.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    done[at] = resealed(linked);
  }
  return done;
}

test("a whole log is clean, and no log too", async (t) => {
  assert.deepEqual(await flawsOf(emptyLog(t)), []);
  const files = await filledLog(t, 130);
  const { flaws, head, signed, key } = await verifyLog(files);
  assert.deepEqual(flaws, []);
  assert.equal(head?.size, 130);
  assert.equal(signed, 128);
  assert.equal(`${key}\n`, readFileSync(files.publicKey, "utf8"));
  const last = readFileSync(files.log, "utf8").trimEnd().split("\n").at(-1);
  assert.equal(head?.hash, hashOf(last));
});

test("a line edited: rewrite, that line", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => lines.with(5, (lines[5] ?? "").replace("event 4", "event 5")));
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:6"]);
});

test("a line edited and its hash made anew: the next one names another predecessor", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) =>
    lines.with(5, resealed((lines[5] ?? "").replace("event 4", "event 5"))),
  );
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:7"]);
});

test("the last line edited and resealed below a signed head: rewrite by the head", async (t) => {
  const files = await filledLog(t, 64);
  bend(files.log, (lines) =>
    lines.with(64, resealed((lines[64] ?? "").replace("event 63", "event 64"))),
  );
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:65"]);
});

test("a log rewritten and chained anew from some line on: rewrite at the signed head", async (t) => {
  const files = await filledLog(t, 70);
  bend(files.log, (lines) => {
    const edited = lines.with(20, (lines[20] ?? "").replace('"ok"', '"failed"'));
    return rechained(edited, 20);
  });
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:65"]);
});

test("a line in another spelling, its hash right: rewrite", async (t) => {
  const files = await filledLog(t, 6);
  bend(files.log, (lines) =>
    lines.with(6, resealed((lines[6] ?? "").replace('"seq":6', '"seq": 6'))),
  );
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:7"]);
});

test("a line cut out: gap, before that line", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => lines.toSpliced(5, 1));
  const { flaws } = await verifyLog(files);
  assert.deepEqual(flaws, [
    { verdict: "gap", file: "log.jsonl", line: 6, detail: "event 5 is missing before this line" },
  ]);
});

test("several cut out, and the rest chained anew without new numbers: gap", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => rechained(lines.toSpliced(5, 3), 5));
  assert.deepEqual(await flawsOf(files), ["gap log.jsonl:6"]);
});

test("the first event cut out: gap, though it was the one that named the key", async (t) => {
  const files = await filledLog(t, 70);
  bend(files.log, (lines) => lines.toSpliced(1, 1));
  assert.deepEqual(await flawsOf(files), ["gap log.jsonl:2"]);
});

test("a line doubled, beside itself or further down: fork, the second one", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => lines.toSpliced(6, 0, lines[5] ?? ""));
  assert.deepEqual(await flawsOf(files), ["fork log.jsonl:7"]);
  bend(files.log, (lines) => [...lines.toSpliced(6, 1), lines[3] ?? ""]);
  assert.deepEqual(await flawsOf(files), ["fork log.jsonl:12"]);
});

test("two lines with one predecessor: fork", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => {
    const twin = resealed((lines[5] ?? "").replace("event 4", "another"));
    return lines.toSpliced(6, 0, twin);
  });
  assert.deepEqual(await flawsOf(files), ["fork log.jsonl:7"]);
  bend(files.log, (lines) => {
    const [twin = ""] = lines.splice(6, 1);
    return [...lines.slice(0, 6), resealed(twin.replace('"seq":5', '"seq":6'))];
  });
  assert.deepEqual(await flawsOf(files), ["fork log.jsonl:7"]);
});

test("lines reordered: the gap, and the line that stands too late", async (t) => {
  const files = await filledLog(t, 10);
  bend(files.log, (lines) => lines.with(5, lines[6] ?? "").with(6, lines[5] ?? ""));
  assert.deepEqual(await flawsOf(files), ["gap log.jsonl:6", "rewrite log.jsonl:7"]);
});

test("the tail removed behind a signed head: truncated tail", async (t) => {
  const files = await filledLog(t, 66);
  bend(files.log, (lines) => lines.slice(0, 61));
  const { flaws } = await verifyLog(files);
  assert.deepEqual(flaws, [
    {
      verdict: "truncated tail",
      file: "log.jsonl",
      line: 61,
      detail: "the log ends at event 60, a signed head names 64",
    },
  ]);
});

test("the tail removed and the log gone on: rewrite at the signed head", async (t) => {
  const files = await filledLog(t, 66);
  bend(files.log, (lines) => lines.slice(0, 61));
  await addEvents(files, 10, { name: "later" });
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:65"]);
});

test("two signed heads of one size: fork", async (t) => {
  const files = await filledLog(t, 10);
  const { head } = await verifyLog(files);
  assert.ok(head);
  await sealHead(files, head);
  const kept = readFileSync(files.heads, "utf8");
  rmSync(files.heads);
  await sealHead(files, { size: head.size, hash: "0".repeat(64) });
  appendFileSync(files.heads, kept);
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:11", "fork heads:7"]);
});

test("the whole log removed: truncated tail; and going on says so in the log", async (t) => {
  const files = await filledLog(t, 64);
  rmSync(files.log);
  assert.deepEqual(await flawsOf(files), ["truncated tail log.jsonl:0"]);
  await addEvents(files, 1);
  const [, first = ""] = readFileSync(files.log, "utf8").split("\n");
  assert.match(first, /"subject":"log removed","result":"failed".*"signed":64/);
  assert.deepEqual(await flawsOf(files), ["truncated tail log.jsonl:4"]);
});

test("a torn last line: truncated tail", async (t) => {
  const files = await filledLog(t, 5);
  appendFileSync(files.log, '{"seq":6,"prev":"00');
  assert.deepEqual(await flawsOf(files), ["truncated tail log.jsonl:7"]);
});

test("the header changed, cut, or of a later format", async (t) => {
  const files = await filledLog(t, 5);
  const whole = readFileSync(files.log);
  bend(files.log, (lines) => lines.with(0, '{"format":"gostead audit log","version":0}'));
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:1"]);
  writeFileSync(files.log, whole);
  bend(files.log, (lines) => lines.slice(1));
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:1"]);
  writeFileSync(files.log, whole);
  bend(files.log, (lines) => lines.with(0, '{"format":"gostead audit log","version":2}'));
  await assert.rejects(
    verifyLog(files),
    (error) => error instanceof GosteadError && error.code === "newer-format",
  );
});

test("garbage appended, or between: rewrite, that line; events added later stand", async (t) => {
  const files = await filledLog(t, 5);
  appendFileSync(files.log, "\u0000\u00ff garbage\n");
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:7"]);
  await addEvents(files, 2);
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:7"]);
  assert.match(readFileSync(files.log, "utf8"), /"subject":"foreign lines","result":"failed"/);
});

test("a line of many megabytes costs no memory and is one flaw", async (t) => {
  const files = await filledLog(t, 5);
  appendFileSync(files.log, `${"x".repeat(20 << 20)}\n`);
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:7"]);
});

test("the key replaced: its heads and key.pub are not the log's", async (t) => {
  const files = await filledLog(t, 70);
  const other = await filledLog(t, 2);
  copyFileSync(other.key, files.key);
  copyFileSync(other.publicKey, files.publicKey);
  assert.deepEqual(await flawsOf(files), ["rewrite key.pub:1"]);
  await addEvents(files, 60);
  assert.deepEqual(await flawsOf(files), ["rewrite heads:7", "rewrite key.pub:1"]);
});

test("a lost key is replaced by one that the log names", async (t) => {
  const files = await filledLog(t, 70);
  rmSync(files.key);
  await addEvents(files, 60);
  assert.deepEqual(await flawsOf(files), []);
});

test("heads: a bit of a signature, a line of a note, half a note, all of them gone", async (t) => {
  const files = await filledLog(t, 200);
  const whole = readFileSync(files.heads, "utf8");
  writeFileSync(files.heads, whole.replace(/^64$/m, "63"));
  assert.deepEqual(await flawsOf(files), ["rewrite log.jsonl:64", "rewrite heads:1"]);
  bend(files.heads, (lines) => lines.toSpliced(7, 1));
  assert.ok((await flawsOf(files)).includes("rewrite heads:7"));
  writeFileSync(files.heads, whole.slice(0, -30));
  assert.deepEqual(await flawsOf(files), ["truncated tail heads:13"]);
  await addEvents(files, 60);
  assert.deepEqual(await flawsOf(files), [], "the next head takes its place");
  rmSync(files.heads);
  assert.deepEqual(await flawsOf(files), ["truncated tail heads:1"]);
});
