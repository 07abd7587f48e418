import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { unifiedDiff } from "./diff.ts";

const directory = mkdtempSync(join(tmpdir(), "gostead-diff-"));
after(() => rmSync(directory, { recursive: true }));

test("a changed line with its neighbours", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  const diff = unifiedDiff(before, before.replace("5", "five"));
  assert.deepEqual(diff, [
    ...["@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"],
  ]);
});

test("equal texts have no diff; an empty one is line 0", () => {
  assert.deepEqual(unifiedDiff("a\n", "a\n"), []);
  assert.deepEqual(unifiedDiff("", ""), []);
  assert.deepEqual(unifiedDiff("", "a\nb\n"), ["@@ -0,0 +1,2 @@", "+a", "+b"]);
  assert.deepEqual(unifiedDiff("a\n", ""), ["@@ -1 +0,0 @@", "-a"]);
});

test("a missing newline at the end is said", () => {
  assert.deepEqual(unifiedDiff("a", "a\n"), [
    ...["@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"],
  ]);
});

test("CR is shown only where line ends differ", () => {
  assert.deepEqual(unifiedDiff("a\r\nb\r\n", "a\r\n"), ["@@ -1,2 +1 @@", " a", "-b"]);
  assert.deepEqual(unifiedDiff("a\r\n", "a\n"), ["@@ -1 +1 @@", "-a\r", "+a"]);
});

test("two changes far apart in a file of 1 MiB", () => {
  const lines = Array.from({ length: 131_072 }, (_, at) => at.toString().padStart(7));
  const before = `${lines.join("\n")}\n`;
  const after = before.replace("    100\n", "").replace(" 130000\n", " 130000\nnew\n");
  const diff = unifiedDiff(before, after);
  assert.deepEqual(
    diff.filter((line) => !line.startsWith(" ")),
    ["@@ -98,7 +98,6 @@", "-    100", "@@ -129999,6 +129998,7 @@", "+new"],
  );
});

/** patch(1) is the judge: the diff makes the one text of the other. */
test("patch makes the second text of the first, whatever they are", (t) => {
  if (spawnSync("patch", ["--version"]).error) return t.skip("no patch here");
  const line = fc.constantFrom("a\n", "b\n", "c\n", "\n", "dd\n");
  const text = fc
    .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("", "", "end"))
    .map(([lines, end]) => lines.join("") + end);
  const [old, patch, fresh] = ["old", "patch", "fresh"].map((name) => join(directory, name));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      writeFileSync(old!, before);
      writeFileSync(patch!, `--- old\n+++ old\n${unifiedDiff(before, after).join("\n")}\n`);
      const ran = spawnSync("patch", ["-s", "-F0", "-o", fresh!, old!, patch!], {
        encoding: "utf8",
      });
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
      const made = spawnSync("cat", [fresh!], { encoding: "latin1" }).stdout;
      assert.equal(made, after);
    }),
    { numRuns: 150 },
  );
  return undefined;
});
