import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { GosteadError } from "#model/error.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import type { Job } from "./message.ts";
import { openPool, poolOf } from "./pool.ts";

const LOOK: Job = { kind: "look", root: "/", paths: [] };

const link = (path: string): Job => ({
  kind: "link",
  store: "/",
  root: "/",
  method: "copy",
  items: [{ object: "o", path }],
});

/** Answers with the name of each job's file, and does what some names ask for. */
const ODD = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (job) => {
  const word = job.items?.[0]?.path;
  if (word === "throw") throw new Error("the worker broke");
  if (word === "exit") process.exit(7);
  const answer = () => parentPort.postMessage({ ok: true, outcome: { kind: job.kind, word } });
  if (!word?.startsWith("when ")) return answer();
  const timer = setInterval(() => {
    if (!require("node:fs").existsSync(word.slice(5))) return;
    clearInterval(timer);
    answer();
  }, 5);
});`;

const oddWorkers = (count: number) =>
  Array.from({ length: count }, () => new Worker(ODD, { eval: true, stderr: true }));

const refused = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof GosteadError && error.code === code && words.test(error.message);

test("jobs run in the order given, on real workers, and their results come to who asked", async (t) => {
  const root = tempDirectory(t);
  const pool = openPool(2);
  t.after(() => pool.close());
  const names = Array.from({ length: 20 }, (_, n) => `f${n}`);
  for (const name of names) writeFileSync(join(root, name), "x".repeat(name.length * 10));
  const looks = await Promise.all(
    names.map((name) => pool.run({ kind: "look", root, paths: [name, "none"] })),
  );
  assert.deepEqual(
    looks.map(({ sizes }) => sizes[0]),
    names.map((name) => name.length * 10),
  );
  assert.ok(looks.every(({ modes }) => modes[1] === 0));
});

test("an error in a worker is the error of that job alone, with its code and fix", async (t) => {
  const root = tempDirectory(t);
  mkdirSync(join(root, "there"));
  const pool = openPool(1);
  t.after(() => pool.close());
  const item = { offset: 0, compressedSize: 1, size: 1, stored: true, crc32: 0, executable: false };
  const bad = pool.run({
    kind: "inflate",
    root,
    data: new Uint8Array([1]),
    items: [{ ...item, path: "a" }],
  });
  await assert.rejects(
    bad,
    (error: unknown) =>
      error instanceof GosteadError && error.code === "bad-zip" && /GOPROXY/.test(error.fix ?? ""),
  );
  const lost: Job = {
    kind: "join",
    store: root,
    root: join(root, "none"),
    method: "copy",
    items: [{ object: `sha256/aa/${"aa".repeat(32)}`, path: "a" }],
  };
  await assert.rejects(pool.run(lost), refused("io", /ENOENT/));
  assert.equal((await pool.run({ ...LOOK, root, paths: ["there"] } as Job)).kind, "look");
});

test("a worker that dies takes its own job along; the others go on", async (t) => {
  const pool = poolOf(oddWorkers(2));
  t.after(() => pool.close());
  for (const [word, message] of [["throw", /the worker broke/]] as const) {
    await assert.rejects(pool.run(link(word)), refused("internal", message));
  }
  const done = await Promise.all(["a", "b", "c"].map((word) => pool.run(link(word))));
  assert.deepEqual(
    done.map((outcome) => (outcome as unknown as { word: string }).word),
    ["a", "b", "c"],
  );
});

test("when the last worker is gone, what waits and what comes is refused", {
  timeout: 10_000,
}, async (t) => {
  const pool = poolOf(oddWorkers(1));
  t.after(() => pool.close());
  const waiting = ["exit", "b", "c", "d", "e"].map((word) => pool.run(link(word)));
  const room = pool.room();
  for (const settled of await Promise.allSettled(waiting)) {
    assert.equal(settled.status, "rejected");
    assert.match(String(settled.reason), /status 7/);
  }
  await room;
  await assert.rejects(pool.run(link("late")), refused("internal", /status 7/));
  await pool.room();
});

test("close rejects what is not done at once, and everything later", {
  timeout: 10_000,
}, async (t) => {
  const pool = poolOf(oddWorkers(1));
  const go = join(tempDirectory(t), "go");
  const waiting = [pool.run(link(`when ${go}`)), pool.run(link("b"))];
  const settled = Promise.allSettled(waiting);
  const closed = pool.close();
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  // The job that had begun is let end.
  writeFileSync(go, "");
  await closed;
  await assert.rejects(pool.run(link("late")), refused("internal", /sent home/));
});

/** Closes pools in the middle of their work, again and again. */
const CLOSING = `
import { mkdirSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";
import { openPool } from ${JSON.stringify(new URL("./pool.ts", import.meta.url).href)};
const content = Buffer.alloc(300, "x");
const packed = deflateRawSync(content);
const names = Array.from({ length: 400 }, (_, n) => "f" + n);
const items = names.map((path, n) => ({
  path, offset: n * packed.length, compressedSize: packed.length, size: 300, stored: false,
  crc32: crc32(content), executable: false,
}));
for (let round = 0; round < 20; round++) {
  const root = process.argv[2] + "/" + round;
  const pool = openPool(2);
  await Promise.all([1, 2].map(() => pool.run({ kind: "look", root: "/", paths: [] })));
  const jobs = ["a", "b"].map((name) => {
    mkdirSync(root + name);
    const data = new Uint8Array(Buffer.concat(names.map(() => packed)));
    return pool.run({ kind: "inflate", root: root + name, data, items }).catch(() => {});
  });
  await new Promise((wake) => setTimeout(wake, Math.random() * 8));
  await pool.close();
  await Promise.all(jobs);
}
console.log("all closed");`;

test("closing in the middle of an inflate does not take the process down", async (t) => {
  const root = tempDirectory(t);
  const program = join(root, "closing.mjs");
  writeFileSync(program, CLOSING);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, root], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.deepEqual([status, signal, stdout], [0, null, "all closed\n"], stderr);
});

test("room makes callers wait while the line is long, and lets them go on", {
  timeout: 10_000,
}, async (t) => {
  const pool = poolOf(oddWorkers(1));
  t.after(() => pool.close());
  const go = join(tempDirectory(t), "go");
  const jobs = [pool.run(link(`when ${go}`))];
  let roomy = true;
  while (roomy && jobs.length < 20) {
    roomy = false;
    jobs.push(pool.run(link("next")));
    void pool.room().then(() => {
      roomy = true;
    });
    await turn();
  }
  assert.ok(jobs.length >= 2 && jobs.length <= 8, `${jobs.length} jobs at once`);
  writeFileSync(go, "");
  await pool.room();
  await Promise.all(jobs);
});

test("closing is waited for though a worker answers meanwhile and nothing else is left to do", (t) => {
  const script = join(tempDirectory(t), "script.mjs");
  const source = `
    import { openPool } from ${JSON.stringify(new URL("./pool.ts", import.meta.url).href)};
    const pool = openPool(2);
    const look = () => pool.run({ kind: "look", root: "/", paths: [] }).catch(() => {});
    await look();
    look();
    look();
    // The answers come while nobody reads them.
    for (const end = performance.now() + 30; performance.now() < end; );
    await pool.close();
    console.log("closed");`;
  writeFileSync(script, source);
  for (let round = 0; round < 10; round++) {
    const { status, stdout } = spawnSync(process.execPath, [script], { encoding: "utf8" });
    assert.deepEqual([status, stdout], [0, "closed\n"]);
  }
});
