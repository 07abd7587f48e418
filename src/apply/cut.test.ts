// The journal cut at any byte: undo refuses with a clear error, or puts back what
// stood there. It never crashes and never puts back anything else.
import assert from "node:assert/strict";
import { cp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import { END, LOG } from "./journal.ts";
import { perform } from "./perform.ts";
import { planUndo, undo } from "./undo.ts";

const NAMES = ["rc", "gone", "made", "link"] as const;

async function performed(place: Place): Promise<void> {
  await place.file("rc", "before\n");
  await place.file("gone", "gone\n");
  await symlink("old", place.at("link"));
  const actions: Action[] = [
    { kind: "block", path: place.at("rc"), name: "path", lines: ["x"] },
    { kind: "remove", path: place.at("gone") },
    { kind: "write", path: place.at("made"), content: "made\n" },
    { kind: "link", path: place.at("link"), target: "new" },
  ];
  await perform(actions, place.deps);
}

/** What stood there: the content, or the link's target; nothing at `made`. */
const BEFORE: Readonly<Record<string, string | undefined>> = {
  rc: "before\n",
  gone: "gone\n",
  made: undefined,
  link: "old",
};

/** The names that undo would put back, each checked to be what stood there; or its refusal. */
async function attempt(place: Place): Promise<string[] | string> {
  try {
    const plan = await planUndo("last", place.deps);
    return (plan?.reversals ?? []).map(({ change }) => {
      assert.ok(change.kind === "path");
      const name = change.path.slice(place.user.length + 1);
      const { after, bytes } = change;
      assert.equal(after.kind === "link" ? after.target : bytes.after?.toString(), BEFORE[name]);
      return name;
    });
  } catch (error) {
    assert.ok(error instanceof GosteadError, `${error}`);
    assert.match(error.message, /^cannot read the journal in .*journal\/1: /);
    assert.ok(error.fix);
    return error.code;
  }
}

test("each file of a whole transaction cut at every byte", async () => {
  await withPlace(async (place) => {
    await performed(place);
    const after = await place.snap();
    const directory = join(place.journal, "1");
    for (const file of await readdir(directory)) {
      const whole = await readFile(join(directory, file));
      for (let at = whole.length - 1; at >= 0; at--) {
        await truncate(join(directory, file), at);
        const found = await attempt(place);
        const isNewlineOfEnd = file === END && at === whole.length - 1;
        if ((file === LOG || file === END) && !isNewlineOfEnd)
          assert.equal(found, "bad-journal", `${file} ${at}`);
        else if (found !== "bad-journal") assert.equal(found.length, NAMES.length);
      }
      await rm(join(directory, file));
      await attempt(place);
      await writeFile(join(directory, file), whole);
    }
    assert.deepEqual(await place.snap(), after, "looking changes nothing");
    assert.deepEqual(await attempt(place), [...NAMES].reverse());
  });
});

test("the log of an unfinished transaction cut at every byte: what it still knows is put back", async () => {
  await withPlace(async (place) => {
    await performed(place);
    const directory = join(place.journal, "1");
    await rm(join(directory, END));
    const log = await readFile(join(directory, LOG));
    for (let at = log.length; at >= 0; at--) {
      await truncate(join(directory, LOG), at);
      const lines = log.subarray(0, at).toString().split("\n").slice(0, -1);
      const known = lines.filter((line) => line.includes('"is":"intent"')).length;
      assert.deepEqual(await attempt(place), NAMES.slice(0, known).reverse(), `cut at ${at}`);
    }
  });
});

test("undo itself at every record: known changes are back, the others stay as they are", async () => {
  await withPlace(async (place) => {
    await performed(place);
    await rm(join(place.journal, "1", END));
    const kept = join(place.root, "kept");
    await cp(place.journal, kept, { recursive: true });
    const log = await readFile(join(kept, "1", LOG));
    const after = await place.snap();
    for (let at = log.length; at > 0; at = log.lastIndexOf(0x0a, at - 1)) {
      await rm(place.journal, { recursive: true });
      await cp(kept, place.journal, { recursive: true });
      await truncate(join(place.journal, "1", LOG), at);
      const plan = await attempt(place);
      await undo("last", place.deps);
      const now = await place.snap();
      for (const name of NAMES) {
        if (plan.includes(name)) assert.notEqual(now[name], after[name], name);
        else assert.equal(now[name], after[name], name);
      }
      await rm(place.user, { recursive: true });
      await rm(place.journal, { recursive: true });
      await performed(place);
      assert.deepEqual(await place.snap(), after);
    }
  });
});

test("a damaged transaction is never passed over in silence", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a");
    for (const content of ["b", "c"])
      await perform([{ kind: "write", path: rc, content }], place.deps);
    await truncate(join(place.journal, "2", LOG), 10);
    await assert.rejects(undo("last", place.deps), { code: "bad-journal", message: /journal\/2/ });
    await assert.rejects(undo(2, place.deps), { code: "bad-journal" });
    await assert.rejects(undo(1, place.deps), { code: "later-edit" });
    assert.equal(await readFile(rc, "utf8"), "c");
  });
});

test("a journal of a newer gostead is refused", async () => {
  await withPlace(async (place) => {
    await perform([{ kind: "write", path: place.at("f"), content: "" }], place.deps);
    await writeFile(join(place.journal, "1", END), '{"format":2}\n');
    await assert.rejects(undo("last", place.deps), { code: "newer-format" });
  });
});
