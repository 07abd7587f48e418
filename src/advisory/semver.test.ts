// Precedence as semver.org 2.0.0 §11 gives it, and how Go's versions are written in it.
import assert from "node:assert/strict";
import test from "node:test";
import type { GoVersion } from "#model/version.ts";
import { compareSemver, parseSemver, type Semver, semverOf } from "./semver.ts";

/** The example of the specification, then what the database uses. */
const RISING = [
  ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"],
  ["1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "1.11.0"],
  ["1.25.0-0", "1.25.0-beta.1", "1.25.0-rc.1", "1.25.0-rc.10", "1.25.0", "1.25.1"],
].flat() as Semver[];

test("every pair of a rising row is in order", () => {
  for (const [i, a] of RISING.entries())
    for (const [j, b] of RISING.entries())
      assert.equal(Math.sign(compareSemver(a, b)), Math.sign(i - j), `${a} ${b}`);
});

test("Go's versions", () => {
  const pairs = [
    ["1.21", "1.21.0"],
    ["1.21.0", "1.21.0"],
    ["1.27rc3", "1.27.0-rc.3"],
    ["1.18beta1", "1.18.0-beta.1"],
    ["1.22.6-custom", "1.22.6"],
    ["1", "1.0.0"],
  ] as const;
  for (const [go, semver] of pairs) assert.equal(semverOf(go as GoVersion), semver);
});

test("what is no version", () => {
  assert.equal(parseSemver("0"), "0.0.0-0");
  for (const text of ["", "1", "1.2", "01.2.3", "1.2.3+x", "1.2.3-", "v1.2.3", "1.2.3-é"])
    assert.equal(parseSemver(text), undefined, text);
});
