// The page says what is expected of every way, and a few of them are measured here;
// all of them are in matrix.nightly.ts and by `npm run matrix`.
import assert from "node:assert/strict";
import test from "node:test";
import { measured } from "./lanes.ts";
import { reasonForNone } from "./machine.ts";
import { measuredPart, writtenPart } from "./page.ts";
import { WAYS } from "./ways.ts";

/** Mended by --fix, by the one command said, and by a person: one of each. */
const SAMPLE = ["GOROOT in ~/.bashrc", "the compiler of another release", "a home that is noexec"];

test("the page's table says what is expected of every way", () => {
  assert.equal(new Set(WAYS.map(({ name }) => name)).size, WAYS.length);
  assert.equal(writtenPart(), measuredPart(WAYS));
});

test("at least forty ways break Go, and no cause is left out", () => {
  const failing = WAYS.filter(({ breaks }) => breaks !== "nothing");
  assert.ok(failing.length >= 40, String(failing.length));
  const causes = [...new Set(WAYS.map(({ cause }) => cause))].sort();
  assert.deepEqual(causes, ["config", "disk", "integrity", "network", "permission"]);
});

test("some ways, as expected", { skip: reasonForNone() }, async () => {
  const ways = SAMPLE.map((name) => WAYS.find((way) => way.name === name) ?? assert.fail(name));
  const all = await measured(ways);
  for (const [index, { name, breaks, outcome, codes }] of ways.entries()) {
    const got = all[index] ?? assert.fail(name);
    assert.deepEqual({ name, breaks: got.breaks, outcome: got.outcome }, { name, breaks, outcome });
    for (const code of codes) assert.ok(got.codes.includes(code), `${name}: ${code}`);
  }
});
