// `verify PATH` of trees that somebody else unpacked (security S12): proven, packaged,
// altered or unknown, told from their bytes alone. Nothing in them is executed,
// followed or waited for.
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import { FOREIGN_VERSION, unpack, VECTORS } from "../support/foreign.ts";
import { runGostead } from "../support/home.ts";
import { ignoreRange, ON } from "../support/lies.ts";
import { verified } from "../support/tree.ts";

interface Judged {
  readonly verdict: string;
  readonly problems: readonly { kind: string; path: string }[];
}

/** Every vector as a tree of its own. */
function makeTrees({ home }: Arena): string[] {
  return VECTORS.map(([, change]) => {
    const root = join(home.root, crypto.randomUUID());
    unpack(root);
    change(root);
    return root;
  });
}

/** Judges every vector in one run. */
async function judgeAll({ env, home }: Arena, roots: readonly string[]): Promise<void> {
  const ran = await runGostead(["verify", "--json", ...roots], { home, env });
  assert.equal(ran.code, 4, ran.stderr);
  const judged = ran.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Judged);
  assert.equal(judged.length, VECTORS.length);
  for (const [index, [what, , verdict, problems = []]] of VECTORS.entries()) {
    const found = judged[index]!;
    assert.equal(found.verdict, verdict, `${what}: ${JSON.stringify(found)}`);
    const named = found.problems.map(({ kind, path }) => `${kind} ${path}`);
    assert.deepEqual(named.sort(), [...problems].sort(), what);
  }
}

test("exit codes: proven 0, packaged 1, unknown 3, altered 4", async () => {
  await withArena(async (arena) => {
    for (const [verdict, code] of Object.entries({
      proven: 0,
      packaged: 1,
      unknown: 3,
      altered: 4,
    })) {
      const root = join(arena.home.root, verdict);
      unpack(root);
      VECTORS.find((vector) => vector[2] === verdict)?.[1](root);
      assert.equal((await verified(arena, root)).code, code, verdict);
    }
  });
});

test("by the names in the zip's directory, then by the manifest of an installed release", async () => {
  await withArena(async (arena) => {
    const roots = makeTrees(arena);
    await judgeAll(arena, roots);
    await installs(arena, FOREIGN_VERSION);
    const asked = () => arena.proxy.requests.filter(({ path }) => path.includes("1.22.6")).length;
    const before = asked();
    await judgeAll(arena, roots);
    assert.equal(asked(), before, "what is known was asked for again");
  });
});

test("offline: unknown without a manifest, judged with one; a proxy without ranges", async () => {
  await withArena(async (arena) => {
    const root = join(arena.home.root, "tree");
    unpack(root, "go.mod");
    const unknown = await verified(arena, root, "--offline");
    assert.equal(unknown.code, 3, unknown.stderr);
    assert.equal(arena.proxy.requests.length, 0);
    arena.proxy.lie(ignoreRange(ON.zip));
    assert.equal((await verified(arena, root)).code, 0);
    await installs(arena, FOREIGN_VERSION);
    assert.equal((await verified(arena, root, "--offline")).code, 0);
  });
});

test("a tree is never executed, not even to ask for its version", async () => {
  await withArena(async (arena) => {
    const root = join(arena.home.user, "sdk/go1.22.6");
    const canary = join(arena.home.root, "canary");
    unpack(root);
    const script = `#!/bin/sh\ntouch ${canary}\necho go version go1.22.6 linux/amd64\n`;
    for (const name of ["bin/go", "bin/gofmt"]) writeFileSync(join(root, name), script);
    assert.equal((await verified(arena, root)).code, 4);
    const env = { ...arena.env, PATH: `${root}/bin:/usr/bin:/bin` };
    const listed = await runGostead(["list", "--found"], { home: arena.home, env });
    assert.match(listed.stdout, /altered/);
    assert.equal(existsSync(canary), false, "it was executed");
  });
});
