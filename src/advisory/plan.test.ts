// Support and moves on small worlds written by hand.
import assert from "node:assert/strict";
import test from "node:test";
import type { GoVersion } from "#model/version.ts";
import type { Advisory } from "./advisory.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { planUpgrades } from "./plan.ts";
import type { Semver } from "./semver.ts";

const versions = (text: string) => text.split(" ") as GoVersion[];
const ALL = versions("1.23.0 1.23.1 1.24.0 1.24.5 1.25rc1 1.25.0 1.25.2 1.26.0 1.27rc1");

function advisory(id: string, ...ranges: [string, string?][]): Advisory {
  return {
    id,
    aliases: [],
    summary: "",
    module: "stdlib",
    ranges: ranges.map(([introduced, fixed]) => ({
      introduced: introduced as Semver,
      ...(fixed === undefined ? {} : { fixed: fixed as Semver }),
    })),
    places: [],
  };
}

test("a line is supported until two newer ones have a release; a prerelease ends nothing", () => {
  const support = (version: string) => lifecycleOf(version as GoVersion, ALL);
  assert.deepEqual(support("1.24.5"), {
    support: "out-of-support",
    line: "1.24",
    newest: "1.24.5",
    endedBy: "1.26",
  });
  assert.deepEqual(support("1.25.0"), { support: "supported", line: "1.25", newest: "1.25.2" });
  assert.equal(support("1.26.0").support, "supported");
  assert.equal(support("1.25rc1").support, "prerelease");
  assert.deepEqual(support("1.27rc1"), { support: "prerelease", line: "1.27" });
  assert.equal(support("1.28.0").support, "unknown");
});

const known = {
  versions: ALL,
  advisories: [
    advisory("A", ["0.0.0-0", "1.24.5"], ["1.25.0-0", "1.25.2"]),
    advisory("B", ["1.25.0", "1.25.1"]),
    advisory("C", ["1.23.0", "1.23.1"]),
  ],
};

test("within the line where that is enough, and no move where nothing is wrong", () => {
  assert.deepEqual(planUpgrades(versions("1.25.0 1.25.2 1.26.0"), known), [
    { from: "1.25.0", to: "1.25.2", clears: ["A", "B"], crossesLine: false },
  ]);
});

test("out of the line where its newest is out of support, to the nearest", () => {
  assert.deepEqual(planUpgrades(versions("1.23.0 1.24.5"), known), [
    { from: "1.23.0", to: "1.25.2", clears: ["A", "C"], crossesLine: true },
    { from: "1.24.5", to: "1.25.2", clears: [], crossesLine: true },
  ]);
});

test("no release without advisories: the move says so", () => {
  const open = { versions: ALL, advisories: [advisory("Z", ["1.26.0"])] };
  assert.deepEqual(planUpgrades(versions("1.26.0"), open), [
    { from: "1.26.0", clears: [], crossesLine: false },
  ]);
});
