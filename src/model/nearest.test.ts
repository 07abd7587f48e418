import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestFix, nearestVersions } from "./nearest.ts";
import type { GoVersion } from "./version.ts";

const KNOWN = ["1.20.14", "1.22.5", "1.22.6", "1.22.12", "1.23.1", "1.26rc1"] as GoVersion[];

test("the same minor first, then by patch, then by neighbouring minors", () => {
  assert.deepEqual(nearestVersions("1.22.7", KNOWN), ["1.22.6", "1.22.5", "1.22.12"]);
  assert.deepEqual(nearestVersions("1.22", KNOWN), ["1.22.12", "1.22.6", "1.22.5"]);
  assert.deepEqual(nearestVersions("1.21.3", KNOWN), ["1.22.12", "1.22.6", "1.22.5"]);
});

test("prereleases are offered to those who ask for one", () => {
  assert.deepEqual(nearestVersions("1.26", KNOWN), ["1.23.1", "1.22.12", "1.22.6"]);
  assert.equal(nearestVersions("1.26rc7", KNOWN)[0], "1.26rc1");
  assert.deepEqual(nearestVersions("1.26", ["1.26rc1" as GoVersion]), ["1.26rc1"]);
});

test("without any number the newest of each minor are nearest", () => {
  assert.deepEqual(nearestVersions("lastest", KNOWN), ["1.23.1", "1.22.12", "1.20.14"]);
});

test("with nothing known the fix shows how a version is written", () => {
  assert.deepEqual(nearestVersions("1.22", []), []);
  assert.equal(nearestFix("x", []), "give a version such as 1.22.6, 1.22, latest or oldstable");
  assert.equal(nearestFix("1.22.7", KNOWN), "nearest: 1.22.6, 1.22.5, 1.22.12");
});
