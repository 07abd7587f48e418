import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { joinAll, linkAll, probeMethod } from "./link.ts";
import type { LinkMethod } from "./message.ts";

const TEXT = "package fmt\n";
const SHA = hash("sha256", TEXT);
const OBJECT = `sha256/${SHA.slice(0, 2)}/${SHA}`;
const PROGRAM = `${OBJECT}-x`;
const METHODS: readonly LinkMethod[] = ["hardlink", "copy", "reflink"];

function put(path: string, content: string, mode = 0o444): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** An empty store and an empty tree. */
function place(t: TestContext) {
  const base = tempDirectory(t);
  const store = join(base, "store");
  const root = join(base, "tree");
  mkdirSync(root);
  mkdirSync(join(store, dirname(OBJECT)), { recursive: true });
  const link = (method: LinkMethod, object = OBJECT, path = "f") =>
    linkAll({ kind: "link", store, root, method, items: [{ object, path }] });
  const join1 = (method: LinkMethod, object = OBJECT, path = "f") =>
    joinAll({ kind: "join", store, root, method, items: [{ object, path }] });
  const object = join(store, OBJECT);
  return { base, store, root, link, join: join1, object, file: join(root, "f") };
}

/** What may stand in an object's place: a link, a directory, a FIFO, more than any file has. */
const NO_FILES: readonly ((path: string) => void)[] = [
  (path) => symlinkSync("/etc/passwd", path),
  (path) => mkdirSync(path),
  (path) => execFileSync("mkfifo", [path]),
  (path) => put(path, "", 0o644) ?? truncateSync(path, 2 ** 29),
];

const shaOf = (hashes: Uint8Array) => Buffer.from(hashes).toString("hex");
const inode = (path: string) => lstatSync(path).ino;

for (const method of METHODS) {
  test(`${method}: an object gets a name in the tree and is hashed there`, (t) => {
    const at = place(t);
    put(at.object, TEXT);
    const { hashes, missing } = at.link(method);
    assert.deepEqual(missing, []);
    assert.equal(shaOf(hashes), SHA);
    assert.equal(readFileSync(at.file, "utf8"), TEXT);
    assert.equal(statSync(at.file).mode & 0o7777, 0o444);
    assert.equal(inode(at.file) === inode(at.object), method === "hardlink");
  });

  test(`${method}: the hash is of the bytes that lie there today`, (t) => {
    const at = place(t);
    put(at.object, "evil");
    assert.equal(shaOf(at.link(method).hashes), hash("sha256", "evil"));
  });

  test(`${method}: what is no file is not followed, waited for or called missing`, (t) => {
    for (const make of NO_FILES) {
      const at = place(t);
      make(at.object);
      const { hashes, missing } = at.link(method);
      assert.deepEqual([missing, shaOf(hashes)], [[], "00".repeat(32)]);
      assert.deepEqual(readdirSync(at.root), []);
      writeFileSync(at.file, TEXT);
      assert.deepEqual(at.join(method).altered, [0]);
      assert.equal(readFileSync(at.file, "utf8"), TEXT);
    }
  });

  test(`${method}: a missing object is said to be missing; what stands in the tree is not overwritten`, (t) => {
    const at = place(t);
    assert.deepEqual(at.link(method).missing, [0]);
    put(at.object, TEXT);
    writeFileSync(at.file, "mine");
    assert.throws(() => at.link(method), { code: "EEXIST" });
    assert.equal(readFileSync(at.file, "utf8"), "mine");
  });

  test(`${method}: a mode that somebody changed is put right`, (t) => {
    const at = place(t);
    put(at.object, TEXT, 0o644);
    put(join(at.store, PROGRAM), TEXT, 0o4777);
    at.link(method);
    at.link(method, PROGRAM, "program");
    assert.equal(statSync(at.file).mode & 0o7777, 0o444);
    assert.equal(statSync(join(at.root, "program")).mode & 0o7777, 0o555);
  });

  test(`${method}: a file joins the store; a second one shares the object`, (t) => {
    const at = place(t);
    put(at.file, TEXT);
    assert.deepEqual(at.join(method).altered, []);
    assert.equal(readFileSync(at.object, "utf8"), TEXT);
    assert.equal(statSync(at.object).mode & 0o7777, 0o444);
    const first = inode(at.object);
    put(join(at.root, "g"), TEXT);
    assert.deepEqual(at.join(method, OBJECT, "g").altered, []);
    assert.equal(inode(at.object), first);
    assert.equal(inode(join(at.root, "g")) === first, method === "hardlink");
    assert.equal(readdirSync(dirname(at.object)).length, 1, "nothing temporary stays");
  });

  test(`${method}: an object with other bytes stays as it is and is reported`, (t) => {
    const at = place(t);
    put(at.object, "package evil\n");
    put(at.file, TEXT);
    assert.deepEqual(at.join(method).altered, [0]);
    assert.equal(readFileSync(at.object, "utf8"), "package evil\n");
    assert.equal(readFileSync(at.file, "utf8"), TEXT);
  });
}

test("a file whose shelf is missing is an error, not an endless try", (t) => {
  const at = place(t);
  put(at.file, TEXT);
  rmSync(dirname(at.object), { recursive: true });
  for (const method of METHODS) assert.throws(() => at.join(method), { code: "ENOENT" });
});

test("the probe finds a way that works, and leaves nothing", (t) => {
  const at = place(t);
  put(at.file, TEXT);
  const method = probeMethod(at.file, join(at.store, "probe"));
  assert.ok(method === "reflink" || method === "hardlink", method);
  assert.deepEqual(readdirSync(at.store), ["sha256"]);
  assert.equal(probeMethod(at.file, join(at.base, "no", "where")), "copy");
});
