import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import {
  chmodSync,
  constants,
  mkdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { asNobody } from "../../test/support/nobody.ts";
import { lookAll, MAX_FILE, readRegular, UNREADABLE } from "./look.ts";

const NONE = "00".repeat(32);

function look(root: string, path: string) {
  const { hashes, modes, sizes, owners } = lookAll({ kind: "look", root, paths: [path] });
  const [mode = 0, size = 0, owner = 0] = [modes[0], sizes[0], owners[0]];
  return { hash: Buffer.from(hashes).toString("hex"), mode, size, owner };
}

const typeOf = (mode: number) => mode & constants.S_IFMT;

test("files are told by type, mode, size, owner and hash, each in its place", (t) => {
  const root = tempDirectory(t);
  writeFileSync(join(root, "a"), "abc", { mode: 0o640 });
  writeFileSync(join(root, "b"), "", { mode: 0o755 });
  writeFileSync(join(root, "long"), Buffer.alloc(3_000_001, "x"));
  const paths = ["long", "none", "b", "a", "a"];
  const { hashes, modes, sizes, owners } = lookAll({ kind: "look", root, paths });
  const hex = paths.map((_, n) =>
    Buffer.from(hashes.subarray(32 * n, 32 * n + 32)).toString("hex"),
  );
  const abc = hash("sha256", "abc");
  const long = hash("sha256", Buffer.alloc(3_000_001, "x"));
  assert.deepEqual(hex, [long, NONE, hash("sha256", ""), abc, abc]);
  assert.deepEqual([...sizes], [3_000_001, 0, 0, 3, 3]);
  assert.equal(modes[1], 0);
  assert.equal(modes[3], constants.S_IFREG | 0o640);
  assert.equal(owners[3], process.getuid?.());
});

test("no link is followed, not even to a file with the right bytes", (t) => {
  const root = tempDirectory(t);
  writeFileSync(join(root, "real"), "abc");
  for (const [name, target] of [
    ["good", "real"],
    ["nowhere", "gone"],
    ["loop", "loop"],
  ] as const) {
    symlinkSync(target, join(root, name));
    const { hash: found, mode } = look(root, name);
    assert.deepEqual([found, typeOf(mode)], [NONE, constants.S_IFLNK], name);
    assert.equal(readRegular(join(root, name)), undefined, name);
  }
  assert.equal(look(root, "loop/below").mode, 0, "nothing lies behind a link to itself");
});

test("FIFOs, sockets and directories are named and not waited for", {
  timeout: 5000,
}, async (t) => {
  const root = tempDirectory(t);
  execFileSync("mkfifo", [join(root, "fifo")]);
  mkdirSync(join(root, "directory"));
  const server = createServer().listen(join(root, "socket"));
  await new Promise((ready) => server.on("listening", ready));
  t.after(() => server.close());
  const { S_IFIFO, S_IFDIR, S_IFSOCK } = constants;
  for (const [name, type] of [
    ["fifo", S_IFIFO],
    ["directory", S_IFDIR],
    ["socket", S_IFSOCK],
  ] as const) {
    const found = look(root, name);
    assert.deepEqual([found.hash, typeOf(found.mode)], [NONE, type], name);
    assert.equal(readRegular(join(root, name)), undefined, name);
  }
  assert.equal(look(root, "fifo/below").mode, 0);
});

test("a file that may not be read is there, not missing", (t) => {
  const root = tempDirectory(t);
  chmodSync(root, 0o755);
  writeFileSync(join(root, "secret"), "abc", { mode: 0 });
  mkdirSync(join(root, "closed"));
  writeFileSync(join(root, "closed", "f"), "abc");
  chmodSync(join(root, "closed"), 0);
  const modes = asNobody(() => [look(root, "secret").mode, look(root, "closed/f").mode]);
  chmodSync(join(root, "closed"), 0o700);
  assert.deepEqual(modes, [UNREADABLE, UNREADABLE]);
});

test("what is longer than any file of a toolchain is not read", (t) => {
  const root = tempDirectory(t);
  writeFileSync(join(root, "huge"), "");
  truncateSync(join(root, "huge"), 2 ** 40);
  const started = performance.now();
  const found = look(root, "huge");
  assert.deepEqual([found.hash, found.size], [NONE, 2 ** 40]);
  assert.equal(readRegular(join(root, "huge")), undefined);
  assert.ok(performance.now() - started < 2000);
  assert.equal(MAX_FILE, 268_435_456, "security S3: 256 MiB");
});

test("reading leaves no trace in the access time, which prune judges disuse by", (t) => {
  const path = join(tempDirectory(t), "go");
  writeFileSync(path, "abc");
  const past = new Date("2020-01-01T00:00:00Z");
  utimesSync(path, past, past);
  assert.equal(readRegular(path)?.toString(), "abc");
  look(join(path, ".."), "go");
  assert.equal(statSync(path).atimeMs, past.getTime());
});
