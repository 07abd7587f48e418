import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { atomicWrite, syncEach, syncTree, writeFailure } from "./sync.ts";

test("a file is written whole, with its mode, in a directory that need not exist", async (t) => {
  const root = tempDirectory(t);
  const path = join(root, "a", "b", "file");
  const umask = process.umask(0o077);
  t.after(() => process.umask(umask));
  await atomicWrite(path, "one\n");
  assert.equal(readFileSync(path, "utf8"), "one\n");
  assert.equal(statSync(path).mode & 0o777, 0o644);
  await atomicWrite(path, new Uint8Array([1, 2]), { mode: 0o600 });
  assert.deepEqual([...readFileSync(path)], [1, 2]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(root, "a", "b")), ["file"]);
});

test("a reader beside many writers sees one of their files, never a part", async (t) => {
  const path = join(tempDirectory(t), "file");
  const text = (letter: string) => letter.repeat(200_000);
  await atomicWrite(path, text("z"));
  let reading = true;
  const read = (async () => {
    while (reading) {
      const found = readFileSync(path, "utf8");
      assert.equal(found, text(found[0] ?? ""));
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await Promise.all([..."abcdefgh"].map((letter) => atomicWrite(path, text(letter))));
  reading = false;
  await read;
});

test("a write that fails leaves the old file and no rest", async (t) => {
  const root = tempDirectory(t);
  mkdirSync(join(root, "target", "full"), { recursive: true });
  await assert.rejects(atomicWrite(join(root, "target"), "x"), { code: "io" });
  assert.deepEqual(readdirSync(root), ["target"]);
  writeFileSync(join(root, "plain"), "old");
  await assert.rejects(atomicWrite(join(root, "plain", "below"), "x"), { code: "io" });
  assert.equal(readFileSync(join(root, "plain"), "utf8"), "old");
});

test("a full disk is said to be full, and the old file stays", async (t) => {
  const disk = join(tempDirectory(t), "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "gostead-test", disk]);
  if (mounted.status !== 0) return t.skip("may not mount a tmpfs");
  try {
    const path = join(disk, "file");
    await atomicWrite(path, "old");
    await assert.rejects(atomicWrite(path, "x".repeat(200_000)), {
      code: "no-space",
      message: `no space left to write ${path}`,
    });
    assert.equal(readFileSync(path, "utf8"), "old");
    assert.deepEqual(readdirSync(disk), ["file"]);
  } finally {
    spawnSync("umount", [disk]);
  }
});

test("a tree is synced by either way, links and odd names too", async (t) => {
  const root = tempDirectory(t);
  mkdirSync(join(root, "d", "empty"), { recursive: true });
  writeFileSync(join(root, "d", "-f"), "x", { mode: 0o444 });
  symlinkSync("nowhere", join(root, "d", "dangling"));
  await syncTree(root);
  await syncEach(root);
  await assert.rejects(syncTree(join(root, "absent")));
});

test("failures of writing have their codes", () => {
  const failed = (code: string) => writeFailure("/p", Object.assign(new Error("x"), { code }));
  assert.equal(failed("ENOSPC").code, "no-space");
  assert.equal(failed("EDQUOT").code, "no-space");
  assert.equal(failed("EROFS").code, "no-permission");
  assert.equal(failed("EACCES").code, "no-permission");
  assert.equal(failed("EIO").code, "io");
});
