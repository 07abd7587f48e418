// Text that somebody else wrote (security S19): in file names, pins, server answers,
// receipts and trees. Nothing of it reaches the terminal as a control sequence, or a CI
// runner as a command.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { assertSafe, EVIL } from "../support/evil.ts";
import { FOREIGN_VERSION, unpack } from "../support/foreign.ts";
import { runGostead } from "../support/home.ts";
import { edit, ON, status } from "../support/lies.ts";
import { alter, copyHome, receiptOf, treeOf } from "../support/tree.ts";

/** Runs commands in a home of their own; each must fail with this code and say the text safely. */
async function says(
  arena: Arena,
  expected: { code: number; what: string; word?: RegExp },
  ...runs: string[][]
) {
  const cwd = join(arena.home.user, "project");
  for (const args of runs) {
    const ran = await runGostead(args, { home: arena.home, env: arena.env, cwd });
    const what = `${expected.what}: ${args.join(" ")}`;
    assert.equal(ran.code, expected.code, `${what}: ${ran.stdout}${ran.stderr}`);
    assertSafe(ran, what);
    if (!args.includes("--json")) {
      assert.match(
        ran.stdout + ran.stderr,
        expected.word ?? /u\{1b\}|u001b/,
        `${what}: the text is not shown at all`,
      );
    }
  }
}

test("text of others comes out escaped", async (t) => {
  await withArena(async (arena) => {
    mkdirSync(join(arena.home.user, "project"));
    await installs(arena, "1.22.6");
    for (const [name, run] of CASES)
      await t.test(name, () => run({ ...arena, home: copyHome(arena.home) }));
  });
});

const CASES: readonly [name: string, run: (arena: Arena) => Promise<void>][] = [
  ["names of added files", addedNames],
  ["words on the command line", words],
  ["a pin, and the directory it lies in", pins],
  ["server answers", answers],
  ["a receipt", receipt],
  ["VERSION and go.env of a tree", tree],
];

/** No name may hold a slash. */
const NAME = EVIL.replaceAll("/", "");

async function addedNames(arena: Arena): Promise<void> {
  writeFileSync(join(treeOf(arena.home, "1.22.6"), "src", NAME), "");
  writeFileSync(join(treeOf(arena.home, "1.22.6"), "::add-mask::top"), "");
  await says(
    arena,
    { code: 4, what: "added" },
    ["verify", "1.22.6"],
    ["verify", "--json", "1.22.6"],
  );
  const root = join(arena.home.root, `tree ${NAME}`);
  unpack(root);
  writeFileSync(join(root, "src", NAME), "");
  await says(
    arena,
    { code: 4, what: "added by path" },
    ["verify", root],
    ["verify", "--json", root],
  );
}

async function words(arena: Arena): Promise<void> {
  const missing = join(arena.home.root, NAME);
  await says(
    arena,
    { code: 2, what: "words" },
    ["install", EVIL],
    ["install", "--json", EVIL],
    ["uninstall", EVIL],
  );
  await says(
    arena,
    { code: 2, what: "paths" },
    ["verify", missing],
    ["install", "--platform", EVIL, "1.22.6"],
  );
}

async function pins(arena: Arena): Promise<void> {
  const project = join(arena.home.user, "project");
  writeFileSync(join(project, ".go-version"), EVIL.replaceAll("\n", ""));
  await says(
    arena,
    { code: 2, what: "pin" },
    ["which"],
    ["current"],
    ["install"],
    ["exec", "go", "version"],
  );
  const nested = join(project, NAME);
  mkdirSync(nested);
  writeFileSync(join(nested, ".go-version"), "1.23.4\n");
  for (const args of [["which"], ["current"], ["exec", "go"], []]) {
    const ran = await runGostead(args, { home: arena.home, env: arena.env, cwd: nested });
    assertSafe(ran, `directory: ${args.join(" ")}`);
    assert.match(ran.stdout + ran.stderr, /gostead install 1\.23\.4/, "the command is not named");
    assert.match(ran.stdout + ran.stderr, /u\{1b\}/);
  }
}

async function answers(arena: Arena): Promise<void> {
  for (const on of [ON.zip, ON.lookup, ON.list]) {
    const told = arena.proxy.lie(status(on, 403, { text: EVIL }));
    await says(
      arena,
      { code: 3, what: String(on) },
      on === ON.list ? ["list", "--remote"] : ["install", "1.22.5"],
    );
    assert.ok(told.count > 0);
    told.stop();
  }
  const listed = arena.proxy.lie(edit(ON.list, /^/, `v0.0.1-go1.22.4.li${EVIL}nux-amd64\n`));
  await says(arena, { code: 0, what: "list", word: /1\.22\.6/ }, ["list", "--remote"]);
  assert.ok(listed.count > 0);
  listed.stop();
}

async function receipt(arena: Arena): Promise<void> {
  const path = receiptOf(arena.home, "1.22.6");
  const escaped = JSON.stringify(EVIL).slice(1, -1);
  alter(path, (text) => Buffer.from(text.toString().replace('"verifierKey": "', `$&${escaped}`)));
  await says(
    arena,
    { code: 4, what: "receipt" },
    ["verify", "1.22.6"],
    ["verify", "--json", "1.22.6"],
  );
  await says(arena, { code: 1, what: "list" }, ["list"], ["list", "--json"]);
  const { home, env } = arena;
  for (const args of [[], ["-v", "list"]])
    assertSafe(await runGostead(args, { home, env }), `${args}`);
}

async function tree(arena: Arena): Promise<void> {
  const own = join(treeOf(arena.home, "1.22.6"), "VERSION");
  alter(own, () => Buffer.from(`go9${EVIL}\n`));
  await says(arena, { code: 4, what: "VERSION", word: /VERSION/ }, ["verify", "1.22.6"]);
  alter(own, () => Buffer.from("go1.22.6\ntime 2024-07-02T00:00:00Z\n"));
  const root = join(arena.home.root, "foreign");
  unpack(root);
  const env = `GOPROXY=direct\nGOSUMDB=off\nGOTOOLCHAIN=${EVIL.replaceAll("\n", "")}\n`;
  writeFileSync(join(root, "go.env"), env);
  const { home } = arena;
  const ran = await runGostead(["verify", root], { home, env: arena.env });
  assertSafe(ran, `go.env of ${FOREIGN_VERSION}`);
  assert.ok([1, 4].includes(ran.code ?? 0), ran.stdout);
}
