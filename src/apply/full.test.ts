// A full disk, below the journal or below the files, at every page: an error, and
// undo still puts back all that was changed.
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Action } from "#model/action.ts";
import { withPlace } from "../../test/support/changes.ts";
import { noMounts, remount, withMounts } from "../../test/support/mount.ts";
import { perform } from "./perform.ts";
import { undo } from "./undo.ts";

const PAGE = 4096;
const PAGES = 20;

for (const full of ["user", "gostead"]) {
  test(`no space below ${full}, at every page`, { skip: noMounts }, async () => {
    const codes = new Set<string>();
    for (let room = 0; room < PAGES; room++) {
      await withPlace(async (place) => {
        const disk = join(place.root, full);
        await withMounts([[disk, `size=${PAGES * PAGE}`]], async () => {
          await place.file("rc", "x".repeat(5000));
          await place.file("gone", "y".repeat(5000));
          const before = await place.snap();
          const actions: Action[] = [
            { kind: "block", path: place.at("rc"), name: "path", lines: ["x".repeat(9000)] },
            { kind: "remove", path: place.at("gone") },
            { kind: "write", path: place.at("made/file"), content: "z".repeat(9000) },
          ];
          const filler = join(disk, "filler");
          // Fills all but `room` pages, or as many as there are.
          await writeFile(filler, Buffer.alloc((PAGES - room) * PAGE)).catch(() => {});
          const went = await perform(actions, place.deps).then(() => "done", codeOf);
          codes.add(went);
          assert.match(went, /^(done|no-space|no-permission)$/);
          await rm(filler, { force: true });
          remount(disk, "size=1m");
          await undo("last", place.deps);
          assert.deepEqual(await place.snap(), before, `${room} pages`);
        });
      });
    }
    assert.ok(codes.has("done") && codes.has("no-space"), [...codes].join());
  });
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? `${error}`;
}
