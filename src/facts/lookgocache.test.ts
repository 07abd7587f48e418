// A build cache on disk, written here as go writes it, and then damaged: what is found, and what is left alone.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { type TestContext } from "node:test";
import { lookAtGoCache } from "./lookgocache.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const LONG_AGO = 1_700_000_000;

interface Cache {
  readonly top: string;
  put(name: string, text: string): string;
  /** An output and its record: both names. */
  add(text: string, size?: number): { readonly a: string; readonly d: string };
}

function cacheFor(context: TestContext): Cache {
  const top = mkdtempSync(join(tmpdir(), "gocache-"));
  context.after(() => rmSync(top, { recursive: true }));
  const put = (name: string, text: string) => {
    mkdirSync(join(top, dirname(name)), { recursive: true });
    writeFileSync(join(top, name), text);
    utimesSync(join(top, name), LONG_AGO, LONG_AGO);
    return name;
  };
  const inDirectory = (id: string, kind: string) => `${id.slice(0, 2)}/${id}-${kind}`;
  const add = (text: string, size = Buffer.byteLength(text)) => {
    const [action, output] = [sha256(`action ${text}`), sha256(text)];
    const numbers = `${String(size).padStart(20)} ${"1".padStart(20)}`;
    return {
      d: put(inDirectory(output, "d"), text),
      a: put(inDirectory(action, "a"), `v1 ${action} ${output} ${numbers}\n`),
    };
  };
  return { top, put, add };
}

async function look(gocache: string, max = 100) {
  const found = await lookAtGoCache({ root: "/" }, { gocache, max });
  if (found.is !== "cache") throw new Error(JSON.stringify(found));
  const damaged = found.damaged.map(({ name, kind }) => `${kind} ${name}`).sort();
  return { ...found, damaged };
}

test("a whole cache", async (context) => {
  const cache = cacheFor(context);
  cache.add("one");
  cache.add("");
  cache.add("x".repeat(3_000_000));
  cache.put("trim.txt", "1");
  cache.put("00/README", "no entry");
  const found = await look(cache.top);
  assert.deepEqual(found.damaged, []);
  const { records, outputs, bytes, withoutOutput } = found;
  assert.deepEqual(
    { records, outputs, bytes, withoutOutput },
    { records: 3, outputs: 3, bytes: 3_000_003, withoutOutput: 0 },
  );
});

test("each kind of damage, and no good entry beside it", async (context) => {
  const cache = cacheFor(context);
  cache.add("whole");
  const [flipped, cut, empty, wrongSize] = ["abcd", "long one", "gone", "size"].map((text) =>
    cache.add(text, text === "size" ? 99 : text.length),
  );
  assert.ok(flipped && cut && empty && wrongSize);
  cache.put(flipped.d, "abXd");
  cache.put(cut.d, "long");
  cache.put(empty.d, "");
  const torn = cache.put(cache.add("torn").a, "v1 0");
  // No record tells of it: go never uses it.
  const alone = cache.put(`12/12${"0".repeat(62)}-d`, "whatever");
  assert.deepEqual(
    (await look(cache.top)).damaged,
    [
      `altered ${flipped.d}`,
      ...[cut.d, empty.d, alone].map((name) => `incomplete ${name}`).sort(),
      ...[torn, wrongSize.a].map((name) => `record ${name}`).sort(),
    ].sort(),
  );
  const few = await look(cache.top, 2);
  assert.equal(few.damagedCount, 6);
  assert.equal(few.damaged.length, 2);
});

test("an output that go has trimmed is no damage", async (context) => {
  const cache = cacheFor(context);
  rmSync(join(cache.top, cache.add("trimmed").d));
  const found = await look(cache.top);
  assert.deepEqual(found.damaged, []);
  assert.equal(found.withoutOutput, 1);
});

test("a program that go run keeps is a directory with one file", async (context) => {
  const cache = cacheFor(context);
  for (const [text, names] of [
    ["program", ["app"]],
    ["changed", ["app"]],
    ["two", ["app", "more"]],
  ] as const) {
    const { d } = cache.add(text);
    rmSync(join(cache.top, d));
    for (const name of names) cache.put(`${d}/${name}`, text === "changed" ? "CHANGED" : text);
  }
  const output = (text: string) => `${sha256(text).slice(0, 2)}/${sha256(text)}-d`;
  const found = await look(cache.top);
  assert.deepEqual(found.damaged, [`altered ${output("changed")}`, `odd ${output("two")}`]);
});

test("a link and a fifo are named and never opened", { timeout: 10_000 }, async (context) => {
  const cache = cacheFor(context);
  const [link, fifo] = [cache.add("link").d, cache.add("fifo").d];
  for (const name of [link, fifo]) rmSync(join(cache.top, name));
  symlinkSync("/dev/zero", join(cache.top, link));
  spawnSync("mkfifo", [join(cache.top, fifo)]);
  const { damaged } = await look(cache.top);
  assert.deepEqual(damaged, [`odd ${fifo}`, `odd ${link}`].sort());
});

test("an entry that a build is writing is not judged", async (context) => {
  const cache = cacheFor(context);
  const { d } = cache.add("being written");
  const path = join(cache.top, d);
  writeFileSync(path, "being");
  setTimeout(() => writeFileSync(path, "being written"), 300);
  const found = await look(cache.top);
  assert.deepEqual(found.damaged, []);
  assert.equal(found.changing, 1);
});

test("no cache, or something else in its place", async (context) => {
  const { top } = cacheFor(context);
  const read = (gocache: string) => lookAtGoCache({ root: "/" }, { gocache, max: 1 });
  assert.equal((await read(join(top, "none"))).is, "absent");
  writeFileSync(join(top, "file"), "");
  assert.deepEqual(await read(join(top, "file")), {
    is: "unreadable",
    path: join(top, "file"),
    reason: "it is no directory",
  });
});
