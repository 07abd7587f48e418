import assert from "node:assert/strict";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import {
  discardTree,
  objectNames,
  removeTree,
  sweepStore,
  sweepTemporaries,
  unlinkCounted,
} from "./sweep.ts";

const HOUR_MS = 3_600_000;
const UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";

function put(path: string, bytes = 10_000): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.alloc(bytes, 7));
  return path;
}

const blocks = (path: string) => statSync(path).blocks * 512;
const objectOf = (byte: string) => `sha256/${byte}/${byte.repeat(32)}`;

test("a file gives back its blocks with its last name, and nothing before", (t) => {
  const root = tempDirectory(t);
  const [first, second] = [put(join(root, "a")), join(root, "b")];
  linkSync(first, second);
  const held = blocks(first);
  assert.ok(held >= 10_000);
  assert.equal(unlinkCounted(first), 0);
  assert.equal(unlinkCounted(second), held);
  assert.equal(unlinkCounted(second), 0, "already gone");
});

test("a tree goes whole; links are removed, not followed; shared files give nothing", (t) => {
  const root = tempDirectory(t);
  const outside = put(join(root, "outside", "mine"));
  const tree = join(root, "tree");
  const own = put(join(tree, "a", "b", "own"), 50_000);
  linkSync(outside, join(tree, "a", "shared"));
  symlinkSync(join(root, "outside"), join(tree, "link"));
  symlinkSync(join(root, "nowhere"), join(tree, "dangling"));
  const directories = [tree, join(tree, "a"), join(tree, "a", "b")].map(blocks);
  const links = 0;
  const wanted = blocks(own) + links + directories.reduce((sum, one) => sum + one, 0);
  assert.equal(removeTree(tree), wanted);
  assert.ok(!existsSync(tree));
  assert.ok(existsSync(outside));
  assert.equal(removeTree(tree), 0);
});

test("a discarded tree has another name before its first file goes", (t) => {
  const root = tempDirectory(t);
  put(join(root, "staged", "tree", "f"));
  assert.ok(discardTree(join(root, "staged")) > 10_000);
  assert.deepEqual(readdirSync(root), []);
  assert.equal(discardTree(join(root, "staged")), 0);
});

test("objects go that nobody needs and no tree links to; strangers in the store stay", (t) => {
  const store = tempDirectory(t);
  const [needed, linked, orphan] = [objectOf("aa"), objectOf("bb"), `${objectOf("cc")}-x`];
  for (const name of [needed, linked, orphan]) put(join(store, name));
  linkSync(join(store, linked), join(store, "staging-file"));
  put(join(store, "sha256", "cc", "README"));
  const gone = blocks(join(store, orphan));
  assert.deepEqual(
    [...objectNames(store)].sort(),
    [needed, linked, `sha256/cc/README`, orphan].sort(),
  );
  assert.equal(sweepStore(store, new Set([needed])), gone);
  assert.deepEqual([...objectNames(store)].sort(), [needed, linked, `sha256/cc/README`].sort());
  assert.equal(sweepStore(join(store, "none"), new Set()), 0);
});

test("only files of writers go, only old ones, and only as deep as asked", (t) => {
  const root = tempDirectory(t);
  const abandoned = [`f.${UUID}`, "head.4711.0123456789ab.tmp", `sub/probe.${UUID}`];
  const kept = ["f", "f.tmp", `${UUID}.json`, "go1.22.6.linux-amd64.json", `f.${UUID}.x`];
  for (const name of [...abandoned, ...kept]) put(join(root, name), 100);
  mkdirSync(join(root, `directory.${UUID}`));
  const now = Date.now();
  assert.equal(sweepTemporaries(root, now), 0, "whoever writes it may still be there");
  const past = new Date(now - 5 * HOUR_MS);
  utimesSync(join(root, "f"), past, past);
  assert.equal(
    sweepTemporaries(root, now + HOUR_MS - 60_000),
    0,
    "a set-back mtime does not count",
  );
  const [, , below = ""] = abandoned;
  assert.ok(sweepTemporaries(root, now + 2 * HOUR_MS, 0) > 0);
  assert.ok(existsSync(join(root, below)));
  sweepTemporaries(root, now + 2 * HOUR_MS);
  const left = [...kept, `directory.${UUID}`, "sub"].sort();
  assert.deepEqual(readdirSync(root).sort(), left);
  assert.deepEqual(readdirSync(join(root, "sub")), []);
});
