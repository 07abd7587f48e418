// Appending: many processes at once, crashes, disks that are full or may not be
// written, and what a line and a note look like to somebody else's reader.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { ACTOR, addEvents, emptyLog, filledLog, flawsOf } from "../../test/support/auditlog.ts";
import { noMounts, remount, withMounts } from "../../test/support/mount.ts";
import { GosteadError } from "../model/error.ts";
import { openNote, parseVerifierKey } from "../sumdb/note.ts";
import { append } from "./append.ts";
import type { AuditFiles } from "./layout.ts";
import { verifyLog } from "./verify.ts";

const SUPPORT = new URL("../../test/support/auditlog.ts", import.meta.url).href;

/** A process that appends so many events, saying `.` for each one that it was told is in the log. */
function appender(t: TestContext, files: AuditFiles, count: number, name: string): ChildProcess {
  const source = `import { addEvents } from ${JSON.stringify(SUPPORT)};
    const { writeSync } = await import("node:fs");
    const told = () => writeSync(1, ".");
    const name = ${JSON.stringify(name)};
    await addEvents(${JSON.stringify(files)}, ${count}, { name, told });`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: join(import.meta.dirname, "..", ".."),
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

const linesOf = ({ log }: AuditFiles) => readFileSync(log, "utf8").trimEnd().split("\n");
const subjectsOf = ({ log }: AuditFiles) =>
  readFileSync(log, "utf8")
    .split("\n")
    .slice(1, -1)
    .map((line) => String(JSON.parse(line).subject));

const append1 = (files: AuditFiles, subject: string) =>
  append([{ kind: "test", subject, result: "ok" }], { files, actor: ACTOR, nowMs: () => 0 });

const fails = (code: string) => (error: unknown) =>
  error instanceof GosteadError && error.code === code;

test("the bytes of a line are those of the format page", async (t) => {
  const files = emptyLog(t);
  const detail = { ok: true, size: 1.5, name: "ü\u007f\u2028" };
  const event = { kind: "install", subject: 'go"\n\u{1f600}', result: "failed", detail } as const;
  await append([event], { files, actor: { ...ACTOR, sudo: "bob" }, nowMs: () => 0 });
  const [header = "", first = "", second = ""] = linesOf(files);
  assert.equal(header, '{"format":"gostead audit log","version":1}');
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  assert.equal(JSON.parse(first).prev, sha256(header));
  const prev = sha256(first.replace(/,"hash":"\w+"\}$/, "}"));
  const body = `{"seq":2,"prev":"${prev}","time":"1970-01-01T00:00:00.000Z","actor":{"user":"ada","uid":1000,"host":"desk","sudo":"bob"},"kind":"install","subject":"go\\"\\n\\ud83d\\ude00","result":"failed","detail":{"ok":true,"size":1.5,"name":"\\u00fc\\u007f\\u2028"}}`;
  assert.equal(second, `${body.slice(0, -1)},"hash":"${sha256(body)}"}`);
});

test("a head is a note that the sumdb's reader opens with key.pub", async (t) => {
  const files = await filledLog(t, 64);
  const key = parseVerifierKey(readFileSync(files.publicKey, "utf8").trimEnd());
  const { text } = openNote(readFileSync(files.heads, "utf8").slice(0, -1), [key]);
  const { hash } = JSON.parse(linesOf(files).at(-1) ?? "");
  assert.equal(text, `gostead audit log\n64\n${hash}\n`);
  assert.equal(statSync(files.key).mode & 0o777, 0o600);
});

test("texts without end are cut, and the line still is one event", async (t) => {
  const files = emptyLog(t);
  const detail = Object.fromEntries(
    Array.from({ length: 99 }, (_, i) => [`${i}${"n".repeat(999)}`, "\u0000".repeat(9999)]),
  );
  const event = {
    kind: "k".repeat(999),
    subject: "\u{1f600}".repeat(9999),
    result: "ok",
    detail,
  } as const;
  const actor = { user: "ü".repeat(9999), uid: 1, host: "ü".repeat(9999), sudo: "ü".repeat(9999) };
  await append([event], { files, actor, nowMs: () => 0 });
  await append1(files, "next");
  assert.deepEqual(await flawsOf(files), []);
  assert.ok((linesOf(files)[2]?.length ?? 0) <= 65_536);
});

test("eight processes, two hundred events each: none lost, in order", async (t) => {
  const files = emptyLog(t);
  const children = Array.from({ length: 8 }, (_, i) => appender(t, files, 200, `p${i}`));
  const codes = await Promise.all(children.map((child) => once(child, "exit")));
  assert.deepEqual(
    codes.map(([code]) => code),
    Array(8).fill(0),
  );
  const { flaws, head } = await verifyLog(files);
  assert.deepEqual(flaws, []);
  assert.equal(head?.size, 1601);
  const subjects = subjectsOf(files);
  for (let i = 0; i < 8; i++) {
    const own = subjects.filter((subject) => subject.startsWith(`p${i} `));
    assert.deepEqual(
      own,
      Array.from({ length: 200 }, (_, n) => `p${i} ${n + 1}`),
    );
  }
});

test("SIGKILL while appending: what was acknowledged stands, and the log goes on", async (t) => {
  const files = emptyLog(t);
  for (let round = 0; round < 8; round++) {
    const child = appender(t, files, 10_000, `r${round}`);
    assert.ok(child.stdout);
    let acknowledged = 0;
    child.stdout.on("data", (dots: Buffer) => {
      acknowledged += dots.length;
    });
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 60 + 37 * round));
    child.kill("SIGKILL");
    await once(child, "close");
    const there = subjectsOf(files).filter((subject) => subject.startsWith(`r${round} `));
    assert.ok(acknowledged > 0 && there.length >= acknowledged);
    await append1(files, `after ${round}`);
    assert.deepEqual(await flawsOf(files), []);
  }
});

test("a torn line, cut at every byte: kept aside, told, and gone on", async (t) => {
  const files = await filledLog(t, 3);
  const whole = readFileSync(files.log);
  await append1(files, "torn");
  const added = readFileSync(files.log).subarray(whole.length);
  for (let cut = 1; cut < added.length; cut += 7) {
    writeFileSync(files.log, Buffer.concat([whole, added.subarray(0, cut)]));
    assert.deepEqual(await flawsOf(files), ["truncated tail log.jsonl:5"]);
    await append1(files, "next");
    assert.deepEqual(await flawsOf(files), []);
    const told = JSON.parse(linesOf(files)[4] ?? "");
    assert.deepEqual([told.subject, told.result], ["torn line", "failed"]);
    const kept = readFileSync(join(files.directory, told.detail.file));
    assert.deepEqual(kept, added.subarray(0, cut));
  }
});

test("the very first write torn, inside the header too", async (t) => {
  for (const part of [
    "{",
    '{"format":"gostead au',
    '{"format":"gostead audit log","version":1}\n{"se',
  ]) {
    const files = await filledLog(t, 2);
    writeFileSync(files.log, part);
    await append1(files, "next");
    assert.deepEqual(await flawsOf(files), []);
    assert.deepEqual(subjectsOf(files).slice(-1), ["next"]);
    assert.ok(subjectsOf(files).includes("torn line"));
  }
});

test("a log whose end holds no event, or a later format, is left alone", async (t) => {
  const files = await filledLog(t, 2);
  const garbage = `${"x\n".repeat(200_000)}`;
  appendFileSync(files.log, garbage);
  await assert.rejects(append1(files, "next"), fails("altered-log"));
  writeFileSync(files.log, '{"format":"gostead audit log","version":2}\n');
  await assert.rejects(append1(files, "next"), fails("newer-format"));
  assert.equal(readFileSync(files.log, "utf8"), '{"format":"gostead audit log","version":2}\n');
});

test("a log that is a link is not followed", async (t) => {
  const files = await filledLog(t, 2);
  const elsewhere = join(files.directory, "elsewhere");
  writeFileSync(elsewhere, "mine");
  const other = { ...files, log: join(files.directory, "link") };
  symlinkSync(elsewhere, other.log);
  await assert.rejects(append1(other, "next"), fails("io"));
  assert.equal(readFileSync(elsewhere, "utf8"), "mine");
});

test("a full disk: no-space, nothing half, and the log goes on with space", {
  skip: noMounts,
}, async (t) => {
  const files = emptyLog(t);
  await withMounts([[files.directory, "size=32k"]], async () => {
    await addEvents(files, 3);
    const fill = join(files.directory, "fill");
    let written = 0;
    try {
      for (; ; written += 512) appendFileSync(fill, Buffer.alloc(512));
    } catch {}
    const before = readFileSync(files.log);
    await assert.rejects(async () => {
      for (let i = 0; i < 100; i++) await append1(files, `full ${i} ${"x".repeat(900)}`);
    }, fails("no-space"));
    assert.ok(written > 0);
    const after = readFileSync(files.log);
    assert.deepEqual(after.subarray(0, before.length), before);
    assert.deepEqual(await flawsOf(files), []);
    remount(files.directory, "size=1m");
    await append1(files, "space again");
    assert.deepEqual(await flawsOf(files), []);
  });
});

test("a log that may not be written: no-permission, and verify still reads", {
  skip: noMounts,
}, async (t) => {
  const files = emptyLog(t);
  await withMounts([[files.directory, "size=1m"]], async () => {
    await addEvents(files, 3);
    remount(files.directory, "ro");
    await assert.rejects(append1(files, "next"), fails("no-permission"));
    assert.deepEqual(await flawsOf(files), []);
  });
});

test("a key that cannot be used signs nothing; the events stand", async (t) => {
  const files = await filledLog(t, 2);
  writeFileSync(files.key, "no key");
  chmodSync(files.key, 0o600);
  await addEvents(files, 70);
  assert.equal(existsSync(files.heads), false);
  assert.deepEqual(await flawsOf(files), []);
  assert.deepEqual(readdirSync(files.directory).toSorted(), ["key", "key.pub", "log.jsonl"]);
});
