// The way of a fix through the real program: asked at a terminal, refused without
// one, two at once, killed in the middle, and taken back byte for byte.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import {
  BUNDLE,
  environment,
  finished,
  type Home,
  type Ran,
  runGostead,
  snapshot,
  startGostead,
  withHome,
} from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const FIX = ["doctor", "env", "--only", "goroot-in-goenv", "--fix"];
const BROKEN = "GOROOT=/nowhere\r\nGOPRIVATE=a.test";

async function withBrokenHome(use: (home: Home, file: string) => Promise<void>): Promise<void> {
  await withHome(async (home) => {
    const file = join(home.user, ".config/go/env");
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, BROKEN, { mode: 0o640 });
    await use(home, file);
  });
}

/** The objects that were printed, each of which must fit the schema. */
function printed({ stdout, stderr }: Ran, name: string): Record<string, unknown>[] {
  assert.notEqual(stdout, "", stderr);
  const objects = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const schema = new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);
  for (const one of objects) assert.deepEqual(mismatches(one, schema), [], JSON.stringify(one));
  return objects;
}

/** util-linux's script: -e gives the child's status, -c the command. */
const noScript = spawnSync("script", ["-qec", "true", "/dev/null"]).status !== 0;

/** What a person sees who types `answer`; null for the end of the input. */
async function atTerminal(
  home: Home,
  answer: string,
): Promise<{ code: number | null; seen: string }> {
  const command = `'${process.execPath}' '${BUNDLE}' ${FIX.join(" ")}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], { env: environment(home) });
  const { code, stdout } = await finished(child, { input: answer });
  return { code, seen: stdout };
}

test("at a terminal a person sees the diff and is asked", {
  skip: noScript && "no script(1) here",
}, async () => {
  await withBrokenHome(async (home, file) => {
    for (const no of ["n\n", "\n", "\x04"]) {
      const { code, seen } = await atTerminal(home, no);
      assert.match(seen, /-GOROOT=\/nowhere/);
      assert.match(seen, /make 1 change\? \[y\/N\]/);
      assert.match(seen, /nothing was changed/);
      assert.equal(code, 1);
      assert.equal(await readFile(file, "utf8"), BROKEN);
    }
    const { code } = await atTerminal(home, "y\n");
    assert.equal(code, 0);
    assert.equal(await readFile(file, "utf8"), "GOPRIVATE=a.test");
  });
});

test("without a terminal and without --yes: usage, and nothing is written anywhere", async () => {
  await withBrokenHome(async (home) => {
    const before = await snapshot(home.user);
    const { code, stderr } = await runGostead(FIX, { home, input: "y\n" });
    assert.equal(code, 2);
    assert.match(stderr, /no terminal to ask at \[usage\]\n.*--yes/);
    assert.deepEqual(await snapshot(home.user), before);
    assert.deepEqual(await snapshot(join(home.gostead, "journal")), {});
  });
});

test("two fixes at once: both end well, one change is made, one undo takes it back", async () => {
  await withBrokenHome(async (home, file) => {
    const before = await snapshot(home.user);
    const both = await Promise.all([1, 2].map(() => runGostead([...FIX, "--yes"], { home })));
    for (const { code, stderr } of both) assert.equal(code, 0, stderr);
    assert.equal(await readFile(file, "utf8"), "GOPRIVATE=a.test");
    const list = await runGostead(["undo", "--list", "--json"], { home });
    assert.equal(printed(list, "undo-list").length, 1);
    assert.equal((await runGostead(["undo"], { home })).code, 0);
    assert.deepEqual(await snapshot(home.user), before);
  });
});

test("killed at any moment, then undone", async () => {
  await withBrokenHome(async (home) => {
    const before = await snapshot(home.user);
    for (let round = 0; round < 6; round++) {
      const child = startGostead([...FIX, "--yes"], { home });
      const ended = finished(child);
      await new Promise((wake) => setTimeout(wake, 100 + Math.random() * 200));
      child.kill("SIGKILL");
      await ended;
      const { code, stderr } = await runGostead(["undo"], { home });
      assert.equal(code, 0, stderr);
      assert.deepEqual(await snapshot(home.user), before);
    }
  });
});

test("what --json prints is what the schemas say", async () => {
  await withBrokenHome(async (home, file) => {
    const json = async (...words: string[]) => runGostead(["undo", ...words, "--json"], { home });
    assert.equal(printed(await json(), "undo")[0]?.undone, null);
    for (let round = 0; round < 2; round++) {
      await writeFile(file, BROKEN);
      await runGostead([...FIX, "--yes"], { home });
    }
    await writeFile(file, "mine");
    const [plan] = printed(await json("-n", "--force"), "undo");
    assert.deepEqual([plan?.undone, plan?.dryRun], [2, true]);
    assert.equal((plan!.laterEdits as unknown[]).length, 1);
    const [undone] = printed(await json("--force"), "undo");
    assert.deepEqual([undone?.undone, undone?.transaction], [2, 3]);
    await writeFile(join(home.gostead, "journal/1/log"), "");
    const list = await json("--list");
    assert.equal(list.code, 3);
    assert.deepEqual(
      printed(list, "undo-list").map(({ number, state, undoneBy }) => [number, state, undoneBy]),
      [
        [3, "done", undefined],
        [2, "done", 3],
        [1, "damaged", undefined],
      ],
    );
  });
});

test("without HOME but with GOSTEAD_HOME, undo works; without both it says so", async () => {
  await withHome(async (home) => {
    const { HOME: _home, ...env } = environment(home);
    const run = (given: Record<string, string>) =>
      finished(spawn(process.execPath, [BUNDLE, "undo"], { env: given }));
    assert.equal((await run(env)).code, 0);
    const { GOSTEAD_HOME: _gostead, ...bare } = env;
    const { code, stderr } = await run(bare);
    assert.equal(code, 2);
    assert.match(stderr, /HOME is not set/);
  });
});
