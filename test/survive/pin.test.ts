// A pin alone installs nothing: it names the command (security S9). One that somebody
// else may have written does not count.
import assert from "node:assert/strict";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { withArena } from "../support/arena.ts";
import { runGostead } from "../support/home.ts";

test("a pin that is not installed names the command and fetches nothing", async () => {
  await withArena(async (arena) => {
    const project = join(arena.home.user, "project");
    mkdirSync(project);
    writeFileSync(join(project, ".go-version"), "1.22.6\n");
    for (const args of [["which"], ["current"], ["exec", "go", "version"]]) {
      const ran = await runGostead(args, { home: arena.home, env: arena.env, cwd: project });
      assert.equal(ran.code, 2, ran.stderr);
      assert.match(ran.stderr, /\.go-version:1.*fix: gostead install 1\.22\.6/s);
    }
    assert.equal(arena.proxy.requests.length, 0);
  });
});

const skip = process.getuid?.() === 0 ? false : "only root may give files away";

test("a pin in a directory of somebody else is ignored with a word", {
  skip,
}, async () => {
  await withArena(async (arena) => {
    const project = join(arena.home.user, "project");
    mkdirSync(project);
    writeFileSync(join(project, ".go-version"), "1.22.5\n");
    chownSync(project, 4242, 4242);
    const ran = await runGostead(["current"], { home: arena.home, env: arena.env, cwd: project });
    assert.match(ran.stderr, /\.go-version is ignored: /);
    assert.doesNotMatch(ran.stdout, /1\.22\.5/);
  });
});
