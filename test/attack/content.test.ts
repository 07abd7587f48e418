// Bytes that are not what the log recorded: one flipped bit anywhere, in the
// zip, and in everything that the log says, is exit 4 and leaves nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { installs, refused, survives, treeOf, withArena } from "../support/arena.ts";
import { snapshot } from "../support/home.ts";
import { badSignature, edit, flip, ignoreRange, ON, replace, shorten } from "../support/lies.ts";
import { h1Of, publish, zipEntries } from "../support/publish.ts";
import { toyToolchain, treeNames } from "../support/toolchain.ts";

const RECORD_H1 = h1Of(zipEntries(toyToolchain("1.22.6"))).slice(3, 20);

test("the truth installs: every file, no other, as published", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const found = await snapshot(treeOf(arena.home, "1.22.6"));
    const files = Object.keys(found).filter((name) => found[name]?.startsWith("file"));
    assert.deepEqual(files, treeNames(toyToolchain("1.22.6")));
  });
});

const ZIP = publish(toyToolchain("1.22.6")).zip;
const FLIPS: readonly [what: string, at: number][] = [
  ["the first local header", 2],
  ["a file's content", 5_000],
  ["the middle", ZIP.length >> 1],
  ["the directory", -600],
  ["the end record", -10],
];

for (const [what, at] of FLIPS) {
  test(`a flipped bit in the zip: ${what}`, async () => {
    await survives([flip(ON.zip, at)], { code: 4, says: /zip|h1:/ });
  });
  test(`a flipped bit in a zip without ranges: ${what}`, async () => {
    await survives([flip(ON.zip, at), ignoreRange(ON.zip)], { code: 4, says: /zip|h1:/ });
  });
}

test("another version's zip names both hashes or the wrong name", async () => {
  const other = publish(toyToolchain("1.22.5")).zip;
  await survives([replace(ON.zip, other)], {
    code: 4,
    says: /golang\.org\/toolchain@v0\.0\.1-go1\.22\.6/,
  });
});

test("a whole zip of other bytes under the right names: expected and got", async () => {
  const toolchain = toyToolchain("1.22.6");
  const files = new Map([...toolchain.files, ["bin/go", Buffer.from("#!/bin/sh\necho pwned\n")]]);
  const forged = publish({ ...toolchain, files });
  await withArena(async (arena) => {
    arena.proxy.lie(replace(ON.zip, forged.zip));
    const ran = await refused(arena, { code: 4, says: /1\.22\.6/ });
    assert.ok(ran.stderr.includes(forged.h1), ran.stderr);
    assert.ok(ran.stderr.includes(RECORD_H1), ran.stderr);
  });
});

test("a zip that lies beside a proven neighbour leaves the store as it was", async () => {
  const toolchain = toyToolchain("1.22.6");
  const files = new Map([...toolchain.files, ["src/fmt/print.go", Buffer.from("package evil\n")]]);
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    arena.proxy.lie(replace(ON.zip, publish({ ...toolchain, files }).zip));
    await refused(arena, { code: 4, says: /h1:/ });
  });
});

test("a flipped bit in each tile that an install reads", async () => {
  const paths = await withTiles();
  assert.ok(paths.length >= 3, paths.join());
  assert.ok(paths.some((path) => path.includes("/tile/8/1/")));
  for (const path of paths) {
    const exactly = new RegExp(`${path.replaceAll(".", "\\.")}$`);
    for (const at of [0, -1]) await survives([flip(exactly, at)], { code: 4, says: /tile/ });
  }
});

test("a tile cut short, and an empty one", async () => {
  await survives([shorten(ON.tile, 31)], { code: 4, says: /tile/ });
  await survives([shorten(ON.tile, 0)], { code: 4, says: /tile/ });
});

/** The tiles that an honest install asks for. */
async function withTiles(): Promise<string[]> {
  const paths: string[] = [];
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    paths.push(...arena.proxy.requests.map(({ path }) => path));
  });
  return paths.filter((path) => ON.tile.test(path));
}

for (const [name, on] of Object.entries({ lookup: ON.lookup, latest: ON.latest })) {
  test(`the head in ${name}: signature, root, size, title`, async () => {
    const signature = { code: 4, says: /signature/ } as const;
    await survives([badSignature(on)], signature);
    await survives([edit(on, "go.sum database tree\n2", "go.sum database tree\n1")], signature);
    await survives([edit(on, /(tree\n\d+\n)./, "$1/")], signature);
    await survives([edit(on, "go.sum database tree", "go.sum database twig")], signature);
    await survives([edit(on, /\n\u00e2\u0080\u0094 [^\n]*\n$/, "\n")], {
      code: 4,
      says: /sign|note/,
    });
  });
}

test("a record that is not in the tree", async () => {
  await survives([edit(ON.lookup, RECORD_H1, `${RECORD_H1.slice(0, -1)}!`)], {
    code: 4,
    says: /record|proof/,
  });
});
