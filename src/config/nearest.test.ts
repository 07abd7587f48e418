import assert from "node:assert/strict";
import test from "node:test";
import { editDistance, nearestKey } from "./nearest.ts";

test("one letter more, less, other or swapped is a step", () => {
  for (const [a, b, steps] of [
    ["goproxy", "goproxy", 0],
    ["goproxy", "gorpoxy", 1],
    ["goproxy", "goprox", 1],
    ["goproxy", "goprroxy", 1],
    ["goproxy", "goproxi", 1],
    ["kitten", "sitting", 3],
    ["", "go", 2],
  ] as const) {
    assert.equal(editDistance(a, b), steps, `${a} ${b}`);
    assert.equal(editDistance(b, a), steps, `${b} ${a}`);
  }
});

test("a key is proposed only when it is near", () => {
  assert.equal(nearestKey("GOPROXY"), "goproxy");
  assert.equal(nearestKey("unusedDay"), "prune.unusedDays");
  assert.equal(nearestKey("policy.minVersio"), "policy.minVersion");
  assert.equal(nearestKey("locktimeout"), "lockTimeout");
  assert.equal(nearestKey("apiVersion"), undefined);
  assert.equal(nearestKey(""), undefined);
  assert.equal(nearestKey("x".repeat(1_000_000)), undefined);
});
