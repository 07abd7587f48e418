// What why, pin, unpin and current print with --json, held against their schemas: real
// output of the bundle, where all is well and where nothing runs.
import assert from "node:assert/strict";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { mismatches } from "../support/schema.ts";

async function answer(
  arena: Arena,
  { words, schema, code = 0 }: { words: string; schema: string; code?: number },
): Promise<Record<string, unknown>> {
  const ran = await arena.run(...words.split(" "), "--json");
  assert.equal(ran.code, code, `${words}: ${ran.stderr}`);
  const [first = ""] = ran.stdout.split("\n");
  const object = JSON.parse(first) as Record<string, unknown>;
  const file = new URL(`../../docs/reference/schema/${schema}.json`, import.meta.url);
  assert.deepEqual(mismatches(object, file), [], first);
  return object;
}

test("pin, why, current, unpin: from nothing to a pin and back", async () => {
  await withArena(async (arena) => {
    const go = join(arena.home.user, ".go-version");
    await answer(arena, { words: "current", schema: "current", code: 2 });
    await answer(arena, { words: "why", schema: "why", code: 2 });
    await installs(arena, "1.22.5");
    const pinned = await answer(arena, { words: "pin 1.22.5", schema: "pin" });
    assert.deepEqual([pinned.file, pinned.was, pinned.installed], [go, null, true]);
    const dry = await answer(arena, { words: "pin 1.22 -n", schema: "pin" });
    assert.deepEqual([dry.was, dry.dryRun, dry.changed], ["1.22.5", true, true]);
    const here = await answer(arena, { words: "current", schema: "current" });
    for (const field of ["version", "path", "installed", "label", "goroot", "reason", "chain"]) {
      assert.ok(field in here, field);
    }
    assert.deepEqual(here.reason, { kind: ".go-version", file: go, line: 1 });
    const proof = await answer(arena, { words: "why 1.22.5", schema: "why-version" });
    assert.equal(proof.proven, true);
    await answer(arena, { words: "why", schema: "why" });
    const gone = await answer(arena, { words: "unpin", schema: "unpin" });
    assert.deepEqual([gone.was, gone.removed], ["1.22.5", true]);
    await answer(arena, { words: "unpin", schema: "error", code: 2 });
  });
});

test("where nothing runs, current and why say all the same", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const go = join(arena.home.user, ".go-version");
    const errors: readonly [string, string][] = [
      ["1.23.4", "not-installed"],
      ["../../x", "bad-pin"],
      ["", "bad-pin"],
      ["1.21.1", "pin-below-module"],
    ];
    await writeFile(join(arena.home.user, "go.mod"), "go 1.22.0\n");
    for (const [text, code] of errors) {
      await writeFile(go, `${text}\n`);
      for (const words of ["current", "why"]) {
        const { installed, error } = await answer(arena, { words, schema: words, code: 2 });
        assert.equal(installed, false);
        assert.equal((error as { code: string }).code, code, text);
      }
    }
  });
});

test("why of an altered tree is no proof", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const { files } = await answer(arena, { words: "why 1.22.5", schema: "why-version" });
    const { path } = files as { path: string };
    await chmod(join(path, "bin"), 0o755);
    await rm(join(path, "bin/gofmt"));
    await mkdir(join(path, "bin/gofmt"));
    const altered = await answer(arena, { words: "why 1.22.5", schema: "why-version", code: 4 });
    assert.equal(altered.proven, false);
  });
});
