import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { GosteadError } from "#model/error.ts";
import { objectNameOf, pretend, pretendHome } from "../../test/support/pretend.ts";
import { releaseOf } from "../../test/support/works.ts";
import { adoptionGains } from "./gain.ts";
import { treePath } from "./installed.ts";
import { exclusiveBytes, holdersOf, neededObjects, recordIfReadable } from "./need.ts";
import { neighboursOf } from "./neighbours.ts";
import { readRecord, recordPath } from "./receipt.ts";

const SHARED = "package fmt\n";

function twoReleases(t: Parameters<typeof pretendHome>[0]) {
  const home = pretendHome(t, []);
  const files = { "src/fmt/print.go": SHARED, "src/copy.go": SHARED, "bin/copy": SHARED };
  const old = pretend(home, "1.22.5", { ...files, VERSION: "go1.22.5\n", "src/only.go": "12345" });
  const young = pretend(home, "1.22.6", { ...files, VERSION: "go1.22.6\n" });
  return { home, old, young };
}

test("needed is what any installed release holds; one content with two modes is two objects", (t) => {
  const { home, young } = twoReleases(t);
  const wanted = [
    objectNameOf(SHARED),
    objectNameOf(SHARED, "-x"),
    objectNameOf("go1.22.5\n"),
    objectNameOf("go1.22.6\n"),
    objectNameOf("12345"),
  ];
  assert.deepEqual(neededObjects(home), new Set(wanted));
  rmSync(treePath(home, young), { recursive: true });
  wanted.splice(3, 1);
  assert.deepEqual(neededObjects(home), new Set(wanted), "what is gone needs nothing");
});

test("a damaged manifest stops whoever would throw objects away, and names its release", (t) => {
  const { home, old } = twoReleases(t);
  writeFileSync(recordPath(home, old), "gostead manifest 1\nnonsense\n");
  assert.throws(
    () => neededObjects(home),
    (error) => error instanceof GosteadError && /go1\.22\.5\.linux-amd64/.test(error.message),
  );
  assert.deepEqual(recordIfReadable(home, old), []);
});

test("exclusive is the size of what no other release holds, each content once", (t) => {
  const { home, old, young } = twoReleases(t);
  assert.deepEqual(exclusiveBytes(home, [old, young]), [
    "go1.22.5\n12345".length,
    "go1.22.6\n".length,
  ]);
  const all = "go1.22.6\n".length + 2 * SHARED.length;
  assert.deepEqual(exclusiveBytes(home, [young]), [all], "two objects, three files");
  assert.deepEqual(exclusiveBytes(home, []), []);
});

test("holders are the releases whose files an altered object stands for", (t) => {
  const { home, old, young } = twoReleases(t);
  const hashOf = (content: string) => objectNameOf(content).slice(-64);
  assert.deepEqual(holdersOf(home, new Set([hashOf(SHARED)])), [old, young]);
  assert.deepEqual(holdersOf(home, new Set([hashOf("12345")])), [old]);
  assert.deepEqual(holdersOf(home, new Set()), []);
});

test("neighbours come nearest first, three at most, from any platform, never the release itself", (t) => {
  const home = pretendHome(t, ["1.21.13", "1.22.4", "1.22.5", "1.22.6", "1.22.8", "1.23.4"]);
  const near = (text: string) =>
    neighboursOf(home, releaseOf(text)).map(({ release }) => release.version);
  assert.deepEqual(near("1.22.6"), ["1.22.5", "1.22.8", "1.22.4"]);
  assert.deepEqual(near("1.22.7"), ["1.22.6", "1.22.8", "1.22.5"]);
  assert.deepEqual(near("1.20.1"), ["1.21.13", "1.22.4", "1.22.5"]);
  assert.deepEqual(near("1.27rc1"), ["1.23.4", "1.22.8", "1.22.6"]);
  const other = neighboursOf(home, releaseOf("1.22.6 linux-arm64"));
  assert.equal(other[0]?.release.version, "1.22.6");
  assert.deepEqual(other[0]?.entries, readRecord(home, releaseOf("1.22.6")));
  assert.deepEqual(neighboursOf(pretendHome(t, ["1.22.6"]), releaseOf("1.22.6")), []);
});

test("adopting a tree frees what the store, or a tree before it, has already", (t) => {
  const { home, old, young } = twoReleases(t);
  const elsewhere = pretendHome(t, []);
  const files = { VERSION: "go1.22.6\n", "src/new.go": "x".repeat(9000) };
  const foreign = pretend(elsewhere, "1.22.6", files);
  const tree = {
    path: treePath(elsewhere, foreign),
    release: foreign,
    entries: readRecord(elsewhere, foreign),
  };
  const [first = 0, second = 0] = adoptionGains([tree, tree], home);
  assert.ok(first > 0 && first < 9000, `${first}: VERSION is there already`);
  assert.ok(second - first >= 9000, `${second}: the same tree again frees all of it`);
  writeFileSync(recordPath(home, old), "damaged");
  assert.equal(adoptionGains([tree], home)[0], first, "somebody else's damage is not our matter");
  assert.ok(young);
});
