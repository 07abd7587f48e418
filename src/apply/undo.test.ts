import assert from "node:assert/strict";
import { appendFile, chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";
import type { Action } from "#model/action.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import type { ApplyDeps } from "./change.ts";
import { begin } from "./journal.ts";
import { perform } from "./perform.ts";
import { planAction } from "./plan.ts";
import { put } from "./put.ts";
import { temporaryOf } from "./recover.ts";
import { planUndo, undo } from "./undo.ts";

const read = (path: string) => readFile(path, "utf8");
const write = (path: string, content: string): Action => ({ kind: "write", path, content });

test("undo, undo again, and redo by undoing an undo", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "0");
    await perform([write(rc, "1")], place.deps);
    await perform([write(rc, "2")], place.deps);
    assert.equal((await undo("last", place.deps))?.undone.number, 2);
    assert.equal((await undo("last", place.deps))?.undone.number, 1);
    assert.equal(await read(rc), "0");
    assert.equal(await undo("last", place.deps), undefined, "nothing stands any more");
    assert.equal((await undo(4, place.deps))?.transaction, 5);
    assert.equal(await read(rc), "1");
    await assert.rejects(undo(4, place.deps), { code: "usage", message: /undone already, by 5/ });
    assert.equal((await undo("last", place.deps))?.undone.number, 1);
    assert.equal(await read(rc), "0");
  });
});

test("redo makes directories and removes files again", async () => {
  await withPlace(async (place) => {
    const old = await place.file("old", "o");
    await perform([write(place.at("a/b/c"), "x"), { kind: "remove", path: old }], place.deps);
    const after = await place.snap();
    await undo(1, place.deps);
    await undo(2, place.deps);
    assert.deepEqual(await place.snap(), after);
  });
});

test("a number that is not there", async () => {
  await withPlace(async (place) => {
    await assert.rejects(undo(7, place.deps), { code: "usage", message: /no transaction 7/ });
    assert.equal(await undo("last", place.deps), undefined);
  });
});

test("a later edit is never overwritten, but kept when forced", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    const other = await place.file("other", "o\n");
    await perform([write(rc, "b\n"), write(other, "p\n")], place.deps);
    await appendFile(rc, "mine\n");
    const edited = await place.snap();
    await assert.rejects(undo("last", place.deps), {
      code: "later-edit",
      message: /rc was edited after transaction 1$/,
      fix: /--force/,
    });
    assert.deepEqual(await place.snap(), edited, "nothing at all is changed");
    const plan = await planUndo("last", place.deps);
    assert.deepEqual(
      plan?.conflicts.map(({ recorded, present }) => [`${recorded.bytes}`, `${present.bytes}`]),
      [["b\n", "b\nmine\n"]],
    );
    await undo("last", place.deps, { force: true });
    assert.deepEqual([await read(rc), await read(other)], ["a\n", "o\n"]);
    await undo(2, place.deps);
    assert.deepEqual(await place.snap(), edited, "and the edited version comes back");
  });
});

test("an edit by a later fix of ours names it", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    await perform([write(rc, "b\n")], place.deps);
    await perform([write(rc, "c\n")], place.deps);
    await assert.rejects(undo(1, place.deps), { code: "later-edit", fix: /^gostead undo 2 first/ });
    await appendFile(rc, "mine\n");
    await assert.rejects(undo(1, place.deps), { code: "later-edit", fix: /--force/ });
  });
});

const LATER: Record<string, (rc: string) => Promise<unknown>> = {
  removed: (rc) => rm(rc),
  "made a directory": (rc) => rm(rc).then(() => mkdir(rc)),
  emptied: (rc) => writeFile(rc, ""),
};

for (const [name, edit] of Object.entries(LATER)) {
  test(`a file that was ${name} later is a later edit`, async () => {
    await withPlace(async (place) => {
      const rc = await place.file("rc", "a\n");
      await perform([write(rc, "b\n")], place.deps);
      await edit(rc);
      await assert.rejects(undo("last", place.deps), { code: "later-edit" });
    });
  });
}

test("a later chmod is kept, and is no edit", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n", 0o644);
    await perform([write(rc, "b\n")], place.deps);
    await chmod(rc, 0o600);
    await undo("last", place.deps);
    assert.equal(await read(rc), "a\n");
    assert.match((await place.snap()).rc ?? "", /^file 0600/);
  });
});

test("what is back already is not touched; a directory that others use stays", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    await perform([write(rc, "b\n"), write(place.at("d/f"), "x")], place.deps);
    await writeFile(rc, "a\n");
    await writeFile(place.at("d/theirs"), "");
    const undone = await undo("last", place.deps);
    assert.deepEqual(
      undone?.changes.map((change) => change.kind === "path" && change.path),
      [place.at("d/f")],
    );
    assert.deepEqual(Object.keys(await place.snap()), ["d", "d/theirs", "rc"]);
  });
});

test("a program without an inverse is named; one with an inverse is run back once", async () => {
  await withPlace(async (place) => {
    const log = place.at("log");
    const append = (word: string) => ["sh", "-c", `echo ${word} >> '${log}'`];
    const actions: Action[] = [
      { kind: "run", argv: append("on"), inverse: append("off") },
      { kind: "run", argv: ["true"] },
    ];
    await perform(actions, place.deps);
    const undone = await undo("last", place.deps);
    assert.deepEqual(undone?.left, [
      { kind: "left", argv: ["true"], why: "nothing takes it back" },
    ]);
    assert.equal(await read(log), "on\noff\n");
    await undo(2, place.deps);
    assert.equal(await read(log), "on\noff\non\n");
  });
});

test("an undo that failed goes on where it stopped", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    const [log, gate] = [place.at("log"), place.at("gate")];
    const actions: Action[] = [
      { kind: "run", argv: ["true"], inverse: ["test", "-e", gate] },
      write(rc, "b\n"),
      { kind: "run", argv: ["true"], inverse: ["sh", "-c", `echo off >> '${log}'`] },
    ];
    await perform(actions, place.deps);
    await assert.rejects(undo("last", place.deps), { code: "child-failed" });
    assert.deepEqual([await read(rc), await read(log)], ["a\n", "off\n"]);
    await writeFile(gate, "");
    const undone = await undo("last", place.deps);
    assert.deepEqual(undone?.left, []);
    assert.equal(await read(log), "off\n", "its inverse ran before, and not again");
    await assert.rejects(undo(1, place.deps), { code: "usage" });
  });
});

/** A process that dies after its intent is written, before or after the change is made. */
async function dies(
  place: Place,
  action: Action,
  deed: "before" | "half" | "after",
): Promise<number> {
  const journal = await begin(place.deps);
  for (const change of await planAction(action)) {
    const step = await journal.intent(change);
    if (change.kind !== "path") continue;
    const temporary = temporaryOf(change.path, journal.number, step);
    if (deed === "half") await writeFile(temporary, "hal");
    if (deed === "after") await put(change, { bytes: change.bytes.after, temporary });
  }
  await journal.close();
  return journal.number;
}

for (const deed of ["before", "half", "after"] as const) {
  test(`a crash ${deed} the change: reported, and undone by what stands there`, async () => {
    await withPlace(async (place) => {
      const rc = await place.file("rc", "a\n");
      const before = await place.snap();
      const number = await dies(place, write(rc, "b\n"), deed);
      const reported: number[][] = [];
      const deps: ApplyDeps = { ...place.deps, onUnfinished: (found) => reported.push([...found]) };
      await perform([write(place.at("other"), "")], deps);
      assert.deepEqual(reported, [[number]]);
      await undo("last", deps);
      const undone = await undo("last", deps);
      assert.equal(undone?.undone.number, number);
      assert.equal(undone?.changes.length, deed === "after" ? 1 : 0);
      assert.deepEqual(await place.snap(), before);
      reported.length = 0;
      await perform([write(rc, "c\n")], deps);
      assert.deepEqual(reported, [], "what is undone is not reported any more");
    });
  });
}

test("a crash, then an edit: refused", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    await dies(place, write(rc, "b\n"), "after");
    await writeFile(rc, "mine\n");
    await assert.rejects(undo("last", place.deps), { code: "later-edit" });
  });
});

test("a program that may have run is left, unless forced", async () => {
  await withPlace(async (place) => {
    const inverse = ["touch", place.at("off")];
    await dies(place, { kind: "run", argv: ["true"], inverse }, "before");
    assert.match((await planUndo("last", place.deps))?.left[0]?.why ?? "", /not known whether/);
    await undo("last", place.deps, { force: true });
    assert.deepEqual(Object.keys(await place.snap()), ["off"]);
  });
});
