import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { layoutOf } from "#host/paths.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { keepEvidence, saveEvidence } from "./evidence.ts";

const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test("evidence is private, whole, and never over an older piece", (t) => {
  const home = layoutOf(tempDirectory(t));
  const first = saveEvidence(home, "fork", "one");
  const second = saveEvidence(home, "fork", new Uint8Array([0, 255]));
  assert.notEqual(first, second);
  assert.equal(readFileSync(first, "utf8"), "one");
  assert.deepEqual([...readFileSync(second)], [0, 255]);
  assert.equal(mode(first), "600");
  assert.equal(mode(home.quarantine), "700");
});

test("a name from outside stays one harmless name in the quarantine", (t) => {
  const home = layoutOf(tempDirectory(t));
  for (const name of ["../../up", "a/b\0c", "\u001b[31m\n", "..", "", "x".repeat(4000), "größe"]) {
    const path = saveEvidence(home, name, "e");
    assert.equal(dirname(path), home.quarantine);
    assert.match(basename(path), /^[A-Za-z0-9._-]{1,160}$/);
  }
});

test("a piece is cut at 64 MiB", (t) => {
  const home = layoutOf(tempDirectory(t));
  const path = saveEvidence(home, "long", Buffer.alloc(64 * 2 ** 20 + 1));
  assert.equal(statSync(path).size, 64 * 2 ** 20);
});

test("the quarantine holds 64 pieces: the oldest go, directories too", (t) => {
  const home = layoutOf(tempDirectory(t));
  mkdirSync(home.quarantine, { recursive: true });
  for (let n = 0; n < 80; n++) {
    const path = join(home.quarantine, `2020-01-01T00-00-${String(n).padStart(2, "0")}-old.x`);
    if (n % 2 === 0) writeFileSync(path, "old");
    else {
      mkdirSync(path);
      writeFileSync(join(path, "inside"), "old");
    }
  }
  const newest = saveEvidence(home, "new", "new");
  const kept = readdirSync(home.quarantine).sort();
  assert.equal(kept.length, 64);
  assert.equal(kept.at(-1), basename(newest));
  assert.equal(kept[0], "2020-01-01T00-00-17-old.x");
});

test("a file or directory is moved as it is: its other names keep their mode", (t) => {
  const root = tempDirectory(t);
  const home = layoutOf(join(root, "home"));
  const [object, inTree] = [join(root, "object"), join(root, "tree-file")];
  writeFileSync(object, "altered", { mode: 0o444 });
  utimesSync(object, 1, 1);
  linkSync(object, inTree);
  keepEvidence(home, "sha256/ab/abab", object);
  assert.ok(!existsSync(object));
  assert.equal(mode(inTree), "444");
  const [kept = ""] = readdirSync(home.quarantine);
  assert.equal(statSync(join(home.quarantine, kept)).ino, statSync(inTree).ino);
  assert.match(kept, /-sha256_ab_abab\.[0-9a-f]{8}$/);

  execFileSync("mkdir", ["-p", join(root, "strange", "deep")]);
  execFileSync("mkfifo", [join(root, "strange", "fifo")]);
  keepEvidence(home, "strange", join(root, "strange"));
  assert.ok(!existsSync(join(root, "strange")));
  keepEvidence(home, "gone", join(root, "strange"));
  const names = readdirSync(home.quarantine);
  assert.equal(names.length, 2, "what somebody else moved leaves no piece");
  assert.ok(existsSync(join(home.quarantine, names[1] ?? "", "fifo")));
});
