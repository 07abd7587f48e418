import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { asNobody } from "../../test/support/nobody.ts";
import { MAX_BYTES, readSettingsFile } from "./file.ts";

const uid = process.getuid?.();

function within(use: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "gostead-config-"));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("a file of one's own is read, through links too", () => {
  within((directory) => {
    const file = join(directory, "gostead.yaml");
    writeFileSync(file, "go: 1.24\n");
    symlinkSync(file, join(directory, "link"));
    for (const name of [file, join(directory, "link")]) {
      const found = readSettingsFile(name, uid);
      assert.equal(found.kind, "read");
      assert.deepEqual(found.kind === "read" && [found.path, String(found.bytes)], [
        file,
        "go: 1.24\n",
      ]);
    }
    assert.deepEqual(readSettingsFile(join(directory, "none"), uid), { kind: "absent" });
    assert.deepEqual(readSettingsFile(join(file, "below"), uid), { kind: "absent" });
  });
});

test("a FIFO, a directory, a device and a circle of links are ignored at once", () => {
  within((directory) => {
    const at = (name: string) => join(directory, name);
    execFileSync("mkfifo", [at("fifo")]);
    mkdirSync(at("directory"));
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    symlinkSync("/dev/zero", at("zero"));
    symlinkSync("fifo", at("tofifo"));
    for (const name of ["fifo", "directory", "zero", "tofifo"]) {
      assert.deepEqual(readSettingsFile(at(name), uid), {
        kind: "ignored",
        why: "it is no regular file",
      });
    }
    assert.deepEqual(readSettingsFile(at("a"), uid), {
      kind: "ignored",
      why: "its links lead in a circle",
    });
    symlinkSync("nowhere", at("dangling"));
    assert.deepEqual(readSettingsFile(at("dangling"), uid), { kind: "absent" });
  });
});

test("what everyone may write does not count: file, its directory, a link's directories", () => {
  within((directory) => {
    const open = join(directory, "open");
    mkdirSync(open);
    const file = join(open, "gostead.yaml");
    writeFileSync(file, "go: 1.24\n");
    symlinkSync(file, join(directory, "link"));
    const why = "everyone may write to it or its directory";
    const ignored = { kind: "ignored", why };
    chmodSync(file, 0o646);
    assert.deepEqual(readSettingsFile(file, uid), ignored);
    chmodSync(file, 0o644);
    assert.equal(readSettingsFile(file, uid).kind, "read");
    for (const mode of [0o777, 0o1777]) {
      chmodSync(open, mode);
      assert.deepEqual(readSettingsFile(file, uid), ignored);
      assert.deepEqual(readSettingsFile(join(directory, "link"), uid), ignored);
    }
  });
});

test("what neither the caller nor root owns does not count", () => {
  within((directory) => {
    const file = join(directory, "gostead.yaml");
    writeFileSync(file, "go: 1.24\n");
    const ignored = { kind: "ignored", why: "neither you nor root owns it and its directory" };
    if (uid === 0) {
      // Root's files count for everybody, others' not for root.
      assert.equal(readSettingsFile(file, 4242).kind, "read");
      chownSync(file, 4242, 4242);
      assert.deepEqual(readSettingsFile(file, 0), ignored);
      chownSync(file, 0, 0);
      chownSync(directory, 4242, 4242);
      assert.deepEqual(readSettingsFile(file, 0), ignored);
      assert.deepEqual(readSettingsFile(file, 4242).kind, "read");
    } else assert.deepEqual(readSettingsFile(file, (uid ?? 0) + 1), ignored);
  });
});

test("more than 64 KiB is refused unread", () => {
  within((directory) => {
    const file = join(directory, "gostead.yaml");
    writeFileSync(file, "#".repeat(MAX_BYTES));
    assert.equal(readSettingsFile(file, uid).kind, "read");
    for (const size of [MAX_BYTES + 1, 10_000_000, 2 ** 40]) {
      truncateSync(file, size);
      assert.throws(
        () => readSettingsFile(file, uid),
        (error) =>
          error instanceof GosteadError &&
          error.code === "bad-setting" &&
          error.message === `${file} is longer than 64 KiB, the most that is read`,
      );
    }
  });
});

test("one that may not be read is an error: it may hold a restriction", () => {
  within((directory) => {
    const file = join(directory, "gostead.yaml");
    chmodSync(directory, 0o755);
    writeFileSync(file, "go: 1.24\n", { mode: 0 });
    asNobody((uid) => {
      assert.throws(() => readSettingsFile(file, uid), /cannot read the settings in/);
    });
  });
});
