// What repair must mend, and what it must not touch. Bytes come from an honest proxy.
import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { GosteadError } from "#model/error.ts";
import { html, ignoreRange, ON } from "../../test/support/lies.ts";
import { copyWorks, openWorks, releaseOf, type Works } from "../../test/support/works.ts";
import { install } from "./install.ts";
import { treePath } from "./installed.ts";
import { objectOf } from "./need.ts";
import { readRecord, receiptPath, recordPath } from "./receipt.ts";
import { repair } from "./repair.ts";
import { verifyInstalled } from "./verify.ts";

const OLD = releaseOf("1.22.5");
const NEW = releaseOf("1.22.6");

const original = await openWorks({ after }, ["1.22.5", "1.22.6"]);
for (const release of [OLD, NEW]) await install(release, original.engine);

function installed(t: TestContext) {
  const works = copyWorks(t, original);
  const tree = (release = NEW) => treePath(works.engine.home, release);
  return { works, engine: works.engine, tree, at: (name: string) => join(tree(), name) };
}

function spoil(path: string, content = "spoilt"): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, content);
}

/** The store's file of a published one. */
function objectPath({ engine }: Works, name: string): string {
  const entry = readRecord(engine.home, NEW).find((one) => one.name === name);
  assert.ok(entry);
  return join(engine.home.store, objectOf(entry));
}

const isSound = async ({ engine }: Works, release = NEW) =>
  (await verifyInstalled(release, engine)).problems.length === 0;

test("files come from the store without a request, and are linked, not copied", async (t) => {
  const { works, engine, at } = installed(t);
  for (const name of ["bin/go", "src/make.bash", "src/cmd/vet/testdata/empty.go"]) spoil(at(name));
  rmSync(at("src/fmt"), { recursive: true });
  rmSync(at("src/go.mod"));
  const before = works.proxy.requests.length;
  const { repaired, reinstalled, verification } = await repair(NEW, engine);
  assert.deepEqual(verification.problems, []);
  assert.equal(reinstalled, false);
  assert.ok(repaired.includes("src/fmt/print.go") && repaired.includes("src/go.mod"));
  assert.equal(works.proxy.requests.length, before);
  assert.equal(statSync(at("bin/go")).ino, statSync(objectPath(works, "bin/go")).ino);
});

test("an altered object is kept as evidence, fetched alone, and given to every holder", async (t) => {
  const { works, engine, at, tree } = installed(t);
  const shared = join(tree(OLD), "src/fmt/print.go");
  chmodSync(shared, 0o644);
  writeFileSync(shared, "package evil\n");
  assert.equal(readFileSync(at("src/fmt/print.go"), "utf8"), "package evil\n", "they share it");
  const before = works.proxy.requests.length;
  assert.deepEqual((await repair(NEW, engine)).verification.problems, []);
  assert.equal(await isSound(works, OLD), true);
  const fetched = works.proxy.requests.slice(before).reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(fetched < works.proxy.zip("1.22.6").length, `${fetched} bytes`);
  const [evidence = ""] = readdirSync(engine.home.quarantine);
  assert.equal(readFileSync(join(engine.home.quarantine, evidence), "utf8"), "package evil\n");
});

test("two rounds that both fetch do not meet in staging, without ranges either", async (t) => {
  const { works, engine, at } = installed(t);
  works.proxy.lie(ignoreRange(ON.zip));
  for (const name of ["src/fmt/print.go", "src/io/io.go"]) rmSync(objectPath(works, name));
  spoil(at("src/io/io.go"));
  renameSync(at("src/fmt"), join(works.outside, "fmt"));
  symlinkSync(join(works.outside, "fmt"), at("src/fmt"));
  assert.deepEqual((await repair(NEW, engine)).verification.problems, []);
});

test("nothing behind a link in the tree is changed: not its mode, not its bytes", async (t) => {
  const { works, engine, tree, at } = installed(t);
  const mine = join(works.outside, "mine");
  mkdirSync(mine);
  writeFileSync(join(mine, "print.go"), "package mine\n", { mode: 0o666 });
  chmodSync(join(mine, "print.go"), 0o666);
  for (const directory of [at("src/fmt"), join(tree(OLD), "src/fmt")]) {
    rmSync(directory, { recursive: true });
    symlinkSync(mine, directory);
  }
  assert.deepEqual((await repair(NEW, engine)).verification.problems, []);
  assert.equal(readFileSync(join(mine, "print.go"), "utf8"), "package mine\n");
  assert.equal(statSync(join(mine, "print.go")).mode & 0o777, 0o666);
  assert.ok(lstatSync(join(tree(OLD), "src/fmt")).isSymbolicLink(), "the other is not asked for");
  assert.deepEqual((await repair(OLD, engine)).verification.problems, []);
});

test("files for directories, directories for files, strangers, modes", async (t) => {
  const { engine, at } = installed(t);
  spoil(at("src/fmt"));
  rmSync(at("VERSION"));
  mkdirSync(at("VERSION/deep"), { recursive: true });
  writeFileSync(at("VERSION/deep/f"), "");
  writeFileSync(at("src/evil.go"), "package evil\n");
  chmodSync(at("bin/go"), 0o777);
  chmodSync(at("src/io"), 0o777);
  assert.deepEqual((await repair(NEW, engine)).verification.problems, []);
});

test("a link in place of the whole tree, a lost manifest, a damaged receipt: installed anew", async (t) => {
  const { works, engine, tree } = installed(t);
  const { home } = engine;
  const elsewhere = join(works.outside, "elsewhere");
  const damages: (() => void)[] = [
    () => renameSync(tree(), elsewhere) ?? symlinkSync(elsewhere, tree()),
    () => rmSync(recordPath(home, NEW)),
    () => writeFileSync(receiptPath(home, NEW), readFileSync(receiptPath(home, OLD))),
    () => spoil(join(tree(), "VERSION"), "go1.22.5\n"),
  ];
  for (const damage of damages) {
    damage();
    await assert.rejects(verifyInstalled(NEW, engine), GosteadError);
    const { reinstalled, verification } = await repair(NEW, engine);
    assert.deepEqual([reinstalled, verification.problems], [true, []]);
    assert.ok(lstatSync(tree()).isDirectory());
  }
  assert.ok(readdirSync(elsewhere).includes("bin"), "what the link led to stays");
});

test("a source that sends other bytes mends nothing", async (t) => {
  const { works, engine, at } = installed(t);
  rmSync(objectPath(works, "bin/gofmt"));
  spoil(at("bin/gofmt"));
  works.proxy.lie(html(ON.zip));
  await assert.rejects(repair(NEW, engine), GosteadError);
  assert.equal(await isSound(works), false);
  await assert.rejects(repair(releaseOf("1.22.7"), engine), { code: "not-installed" });
});
