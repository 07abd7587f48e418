// Trees of other managers taken over: what is copied and what shared, and what whoever
// still has the original open can do to it afterwards (security S11).
import assert from "node:assert/strict";
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FOREIGN_VERSION, unpack } from "../../test/support/foreign.ts";
import { openWorks, releaseOf } from "../../test/support/works.ts";
import { adopt } from "./adopt.ts";
import { install } from "./install.ts";
import { isInstalled, treePath } from "./installed.ts";
import { verifyInstalled } from "./verify.ts";

/** The toy has one. */
const EMPTY_FILES = 1;

const release = releaseOf(FOREIGN_VERSION);

async function site(t: TestContext) {
  const works = await openWorks(t, ["1.22.5", "1.22.6"]);
  const path = join(works.outside, "go");
  unpack(path);
  const { engine } = works;
  const own = treePath(engine.home, release);
  return { engine, path, own, take: () => adopt({ path, release }, engine) };
}

test("a proven tree becomes a toolchain that verifies, and is left as it was", async (t) => {
  const { engine, path, own, take } = await site(t);
  const before = statSync(join(path, "bin/go"));
  const done = await take();
  assert.equal(done.status, "adopted");
  assert.equal(done.filesShared + done.filesCopied, done.receipt.files - EMPTY_FILES);
  assert.equal(done.receipt.source, `adopted from ${path}`);
  assert.deepEqual((await verifyInstalled(release, engine)).problems, []);
  assert.notEqual(statSync(join(own, "bin/go")).ino, before.ino);
  assert.deepEqual(statSync(join(path, "bin/go")).nlink, 1);
  assert.equal(statSync(join(path, "bin/go")).mode, before.mode);
  assert.equal((await take()).status, "present");
});

test("what an installed neighbour has is shared with it, not copied", async (t) => {
  const { engine, own, take } = await site(t);
  const neighbour = releaseOf("1.22.5");
  await install(neighbour, engine);
  const done = await take();
  assert.ok(done.filesShared > 0 && done.filesCopied > 0);
  const same = "LICENSE";
  const inodes = [own, treePath(engine.home, neighbour)].map(
    (tree) => statSync(join(tree, same)).ino,
  );
  assert.equal(inodes[0], inodes[1]);
  assert.deepEqual((await verifyInstalled(release, engine)).problems, []);
});

test("a file that was open for writing before, and chmod -R after, reach nothing of ours", async (t) => {
  const { engine, path, take } = await site(t);
  const file = join(path, "src/fmt/print.go");
  const fd = openSync(existsSync(file) ? file : join(path, "VERSION"), "r+");
  await take();
  writeSync(fd, "evil", 0);
  closeSync(fd);
  chmodSync(join(path, "bin/go"), 0o4777);
  assert.deepEqual((await verifyInstalled(release, engine)).problems, []);
});

const WRONG: readonly [string, (path: string) => void][] = [
  ["a changed byte of the same size", (path) => flip(join(path, "bin/go"))],
  ["another size", (path) => writeFileSync(join(path, "VERSION"), "go1.22.6\nmore\n")],
  ["a missing file", (path) => rmSync(join(path, "bin/gofmt"))],
  [
    "a link in place of a file",
    (path) => {
      const file = join(path, "bin/gofmt");
      writeFileSync(`${path}.copy`, readFileSync(file));
      rmSync(file);
      symlinkSync(`${path}.copy`, file);
    },
  ],
];

function flip(file: string): void {
  const content = readFileSync(file);
  content[0] = (content[0] ?? 0) ^ 1;
  writeFileSync(file, content);
}

for (const [what, change] of WRONG) {
  test(`${what}: altered-tree, and nothing of it is kept`, async (t) => {
    const { engine, path, take } = await site(t);
    change(path);
    await assert.rejects(take(), { code: "altered-tree" });
    assert.equal(isInstalled(engine.home, release), false);
  });
}

for (const [what, change] of WRONG) {
  test(`${what}, though the release is here: altered-tree all the same`, async (t) => {
    const { engine, path, take } = await site(t);
    await install(release, engine);
    change(path);
    await assert.rejects(take(), { code: "altered-tree" });
  });
}

test("an altered object that a neighbour names is not taken for the tree's own (S1)", async (t) => {
  const { engine, take } = await site(t);
  const neighbour = releaseOf("1.22.5");
  await install(neighbour, engine);
  const shared = join(treePath(engine.home, neighbour), "LICENSE");
  chmodSync(shared, 0o644);
  flip(shared);
  const done = await take();
  assert.equal(done.status, "adopted");
  assert.deepEqual((await verifyInstalled(release, engine)).problems, []);
});
