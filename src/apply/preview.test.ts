import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { test } from "node:test";
import type { Action } from "#model/action.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import { formatSteps, preview } from "./preview.ts";

async function shown(place: Place, actions: readonly Action[]): Promise<string[]> {
  const before = await place.snap();
  const lines = formatSteps(await preview(actions));
  assert.deepEqual(await place.snap(), before, "looking changes nothing");
  return lines.map((line) => line.replaceAll(place.user, "~"));
}

test("two changes of one file are one diff; what is done already is not shown", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    const actions: Action[] = [
      { kind: "write", path: rc, content: "a\nb\n" },
      { kind: "remove", path: place.at("none") },
      { kind: "block", path: rc, name: "path", lines: ["x"] },
    ];
    assert.deepEqual(await shown(place, actions), [
      ...["--- ~/rc", "+++ ~/rc", "@@ -1 +1,5 @@", " a", "+b"],
      ...["+# >>> gostead path >>>", "+x", "+# <<< gostead path <<<"],
    ]);
    assert.deepEqual(await shown(place, [{ kind: "write", path: rc, content: "a\n" }]), []);
  });
});

test("new and removed files, directories, links and programs", async () => {
  await withPlace(async (place) => {
    await symlink("old", place.at("current"));
    const actions: Action[] = [
      { kind: "write", path: place.at("d/new"), content: "x" },
      { kind: "remove", path: await place.file("gone", "g\n") },
      { kind: "link", path: place.at("current"), target: "new" },
      { kind: "run", argv: ["a", "b"], inverse: ["c"] },
      { kind: "run", argv: ["a"] },
    ];
    assert.deepEqual(await shown(place, actions), [
      "make the directory ~/d",
      ...["--- /dev/null", "+++ ~/d/new", "@@ -0,0 +1 @@", "+x", "\\ No newline at end of file"],
      ...["--- ~/gone", "+++ /dev/null", "@@ -1 +0,0 @@", "-g"],
      ...["--- ~/current", "+++ ~/current", "-link to old", "+link to new"],
      "run a b (undone by: c)",
      "run a (cannot be undone)",
    ]);
  });
});

test("a linked file is named with what it leads to", async () => {
  await withPlace(async (place) => {
    await place.file("real", "a\n");
    await symlink("real", place.at("rc"));
    const lines = await shown(place, [{ kind: "write", path: place.at("rc"), content: "b\n" }]);
    assert.deepEqual(lines.slice(0, 3), ["~/rc leads to ~/real", "--- ~/real", "+++ ~/real"]);
  });
});

test("what stands in a file cannot move the cursor or speak to a CI runner", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "\x1b[2J\ta\u202eb\n::add-mask::x\n##vso[task]\n");
    const block = { kind: "block", path: rc, name: "path", lines: ["x"] } as const;
    const lines = await shown(place, [block]);
    assert.equal(lines[3]?.slice(0, 2), " \\", "they are context here, behind a blank");
    for (const line of lines) {
      assert.doesNotMatch(line.replaceAll("\t", ""), /[\p{Cc}\p{Cf}]/u);
      assert.doesNotMatch(line, /^\s*::|##vso\[/);
    }
    assert.ok(
      lines.some((line) => line.includes("\ta")),
      "a tab stays",
    );
  });
});
