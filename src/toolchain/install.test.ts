import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { logTrust } from "#source/trust.ts";
import { makeLog } from "../../test/support/log.ts";
import { publish } from "../../test/support/publish.ts";
import { noise, toyToolchain, treeNames } from "../../test/support/toolchain.ts";
import { copyWorks, openWorks, releaseOf, type Works } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { install } from "./install.ts";
import { treePath } from "./installed.ts";
import { readRecord, receiptPath } from "./receipt.ts";
import { verifyInstalled } from "./verify.ts";

const OLD = releaseOf("1.22.5");
const NEW = releaseOf("1.22.6");
const original = await openWorks({ after }, ["1.22.5", "1.22.6"]);
const first = await install(OLD, original.engine);

const proven = async ({ engine }: Works, release = NEW) =>
  assert.deepEqual((await verifyInstalled(release, engine)).problems, []);

test("a tree is every published file and no other; what was done is told", async (t) => {
  const works = copyWorks(t, original);
  const toy = toyToolchain("1.22.5", "linux-amd64");
  const tree = treePath(works.engine.home, OLD);
  const names = readdirSync(tree, { recursive: true }).map(String);
  assert.deepEqual(
    names.filter((name) => lstatSync(join(tree, name)).isFile()).sort(),
    treeNames(toy),
  );
  assert.equal(first.status, "installed");
  const filled = [...toy.files.values()].filter(({ length }) => length > 0);
  assert.equal(first.obtained?.filesFetched, filled.length);
  assert.equal(first.receipt.files, toy.files.size);
  const { inflate = 0, hash = 0, write = 0, link = 0 } = first.obtained?.times ?? {};
  assert.ok(
    [inflate, hash, write, link].every((ms) => ms > 0),
    "each part takes its time",
  );
  assert.deepEqual(readdirSync(works.engine.home.staging), []);
});

test("the next patch fetches what differs and shares the rest", async (t) => {
  const works = copyWorks(t, original);
  const { obtained, path } = await install(NEW, works.engine);
  assert.equal(obtained?.filesFetched, 8, "VERSION, two programs, four tools, zversion.go");
  const [shared, own] = ["src/fmt/print.go", "bin/go"].map((name) => [
    statSync(join(path, name)).ino,
    statSync(join(treePath(works.engine.home, OLD), name)).ino,
  ]);
  assert.equal(shared?.[0], shared?.[1]);
  assert.notEqual(own?.[0], own?.[1]);
  await proven(works);
});

test("what is there and proven costs no request, and a second install at once waits for the first", async (t) => {
  const works = copyWorks(t, original);
  const [one, two] = await Promise.all([install(NEW, works.engine), install(NEW, works.engine)]);
  assert.deepEqual([one.status, two.status].sort(), ["installed", "present"]);
  const before = works.proxy.requests.length;
  assert.equal((await install(NEW, works.engine)).status, "present");
  assert.equal(works.proxy.requests.length, before);
});

test("a tree that has lost its go is not called present: what mends it is said", async (t) => {
  const works = copyWorks(t, original);
  rmSync(join(treePath(works.engine.home, OLD), "bin", "go"));
  await assert.rejects(install(OLD, works.engine), code("altered-tree"));
});

test("chmod -R of a tree does not reach the next one", async (t) => {
  const works = copyWorks(t, original);
  for (const { name } of readRecord(works.engine.home, OLD)) {
    chmodSync(join(treePath(works.engine.home, OLD), name), 0o666);
  }
  await install(NEW, works.engine);
  await proven(works);
});

test("an altered object that the new tree would share is fetched, kept as evidence and told (S1)", async (t) => {
  const works = copyWorks(t, original);
  const victim = join(treePath(works.engine.home, OLD), "src/fmt/print.go");
  chmodSync(victim, 0o644);
  writeFileSync(victim, "package evil\n");
  await install(NEW, works.engine);
  await proven(works);
  assert.equal(works.said.length, 1);
  assert.match(works.said[0] ?? "", /src\/fmt\/print\.go of go1\.22\.5\.linux-amd64; run: gostead/);
  const [kept = ""] = readdirSync(works.engine.home.quarantine);
  assert.equal(readFileSync(join(works.engine.home.quarantine, kept), "utf8"), "package evil\n");
});

test("so is one that no neighbour's name led to", async (t) => {
  const works = copyWorks(t, original);
  const moved = noise("zoneinfo", 2_000_000);
  const toy = toyToolchain("1.22.7", "linux-amd64");
  const files = new Map([...toy.files, ["lib/time/moved.zip", moved]]);
  files.delete("lib/time/zoneinfo.zip");
  works.proxy.publish(publish({ ...toy, files }));
  const victim = join(treePath(works.engine.home, OLD), "lib/time/zoneinfo.zip");
  chmodSync(victim, 0o644);
  writeFileSync(victim, "evil");
  const release = releaseOf("1.22.7");
  await install(release, works.engine);
  await proven(works, release);
  assert.match(
    works.said.join(),
    /altered on disk: lib\/time\/moved\.zip of go1\.22\.5\.linux-amd64/,
  );
});

test("proven under another key is not present: it is proven anew, under the key that counts (S5)", async (t) => {
  const works = copyWorks(t, original);
  const before = readFileSync(receiptPath(works.engine.home, OLD), "utf8");
  const forged = before.replaceAll(
    works.log.verifierKey,
    makeLog({ name: "l", seed: "x" }).verifierKey,
  );
  writeFileSync(receiptPath(works.engine.home, OLD), forged);
  assert.equal((await install(OLD, works.engine)).status, "installed");
  assert.match(works.said.join(), /configuration trusts .*; proving it anew/);
  await proven(works, OLD);
});

test("settings and newer formats stop an install: nothing is proven anew, nothing overwritten", async (t) => {
  const works = copyWorks(t, original);
  const path = receiptPath(works.engine.home, OLD);
  const newer = readFileSync(path, "utf8").replace('"format": 1', '"format": 2');
  writeFileSync(path, newer);
  await assert.rejects(install(OLD, works.engine), code("newer-format"));
  assert.equal(readFileSync(path, "utf8"), newer);
  const off = { ...works.engine, trust: () => logTrust({ GOSUMDB: "off" }) };
  await assert.rejects(install(NEW, off), code("proof-refused"));
  assert.ok(!existsSync(treePath(works.engine.home, NEW)));
});

test("a tree that lost its receipt is adopted when it is right, and refused when it is not", async (t) => {
  const works = copyWorks(t, original);
  rmSync(receiptPath(works.engine.home, OLD));
  assert.equal((await install(OLD, works.engine)).status, "present");
  await proven(works, OLD);
  rmSync(receiptPath(works.engine.home, OLD));
  rmSync(join(treePath(works.engine.home, OLD), "bin/go"));
  await assert.rejects(install(OLD, works.engine), code("altered-tree"));
});
