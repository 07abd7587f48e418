// The release archive as tar and install.sh see it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { makeArchive, tarFile } from "./archive.ts";

const CONTENTS = {
  version: "1.2.3",
  platform: "linux-amd64",
  node: Buffer.alloc(70_000, "node"),
  nodeLicense: Buffer.from("n"),
  license: Buffer.from("l"),
};

test("tar lists names, modes and sizes; the same input gives the same bytes", () => {
  const dist = mkdtempSync(join(tmpdir(), "gostead-dist-"));
  try {
    writeFileSync(join(dist, "main.js"), "x".repeat(513));
    writeFileSync(join(dist, "empty.js"), "");
    mkdirSync(join(dist, "cache"));
    const archive = makeArchive({ ...CONTENTS, dist });
    assert.equal(archive.name, "gostead-1.2.3-linux-amd64.tar.gz");
    assert.equal(archive.sha256, createHash("sha256").update(archive.bytes).digest("hex"));
    assert.deepEqual(makeArchive({ ...CONTENTS, dist }).bytes, archive.bytes);
    const { stdout } = spawnSync("tar", ["-tvzf", "-", "--numeric-owner"], {
      input: archive.bytes,
      encoding: "utf8",
    });
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/ +/g, " ").split(" "));
    assert.deepEqual(
      rows.map(
        ([mode, owner, size, , , name]) =>
          `${mode} ${owner} ${size} ${name?.replace(/^gostead-1\.2\.3-linux-amd64\//, "")}`,
      ),
      [
        "-rw-r--r-- 0/0 1 LICENSE",
        "-rw-r--r-- 0/0 0 lib/gostead/empty.js",
        "-rw-r--r-- 0/0 513 lib/gostead/main.js",
        "-rw-r--r-- 0/0 1 lib/node/LICENSE",
        "-rwxr-xr-x 0/0 70000 lib/node/bin/node",
      ],
    );
  } finally {
    rmSync(dist, { recursive: true });
  }
});

test("a name that ustar cannot hold is refused", () => {
  assert.throws(() => tarFile("x".repeat(101), Buffer.alloc(0), 0o644), RangeError);
});
