import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareVersions,
  type GoVersion,
  isPrerelease,
  minorOf,
  parseVersion,
  sortVersions,
} from "./version.ts";

function version(text: string): GoVersion {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

test("a version is read with or without its go prefix", () => {
  for (const text of ["1", "1.2.2", "1.20", "1.21.0", "1.26rc1", "1.9beta2", "1.23.4-custom"]) {
    assert.equal(parseVersion(text), text);
    assert.equal(parseVersion(`go${text}`), text);
  }
});

test("what is no version is none", () => {
  const bad = [
    "",
    "go",
    "x",
    "v1.22.6",
    "1.",
    "1..2",
    "01.2",
    "1.02",
    "1.2.03",
    "1.22.6.1",
    " 1.22",
  ];
  const worse = ["1.22\n", "1.21.3rc1", "1.21rc", "1.21rc01", "1.22.6-", "1.22-a/b", "1.22-a b"];
  const odd = [
    "1.22.6.linux-amd64",
    "../1.22",
    "1.22\0",
    "1.9999999",
    "gogo1.22",
    `1.22-${"x".repeat(65)}`,
  ];
  for (const text of [...bad, ...worse, ...odd]) assert.equal(parseVersion(text), undefined, text);
});

// https://go.dev/doc/toolchain#version: 1.21 < 1.21rc1 < 1.21rc2 < 1.21.0, and no .0 before 1.21.
test("versions order as Go orders them", () => {
  const ascending = [
    ["1"],
    ["1.2.2"],
    ["1.9beta1"],
    ["1.9beta2"],
    ["1.9rc1"],
    ["1.9", "1.9.0"],
    ["1.9.1"],
    ["1.10"],
    ["1.20rc1"],
    ["1.20", "1.20.0", "1.20-custom"],
    ["1.20.1"],
    ["1.21"],
    ["1.21alpha9"],
    ["1.21beta1"],
    ["1.21rc1", "1.21rc1-x"],
    ["1.21rc2"],
    ["1.21rc10"],
    ["1.21.0"],
    ["1.21.9"],
    ["1.21.10", "1.21.10-b", "1.21.10-a.1"],
    ["1.22"],
    ["2"],
  ];
  for (const [i, group] of ascending.entries()) {
    for (const [j, other] of ascending.entries()) {
      const want = Math.sign(i - j);
      for (const a of group) {
        for (const b of other)
          assert.equal(compareVersions(version(a), version(b)), want, `${a} ${b}`);
      }
    }
  }
});

test("only alpha, beta and rc are prereleases", () => {
  for (const text of ["1.26rc1", "1.9beta2", "1.5alpha1", "1.26rc1-x"]) {
    assert.equal(isPrerelease(version(text)), true, text);
  }
  for (const text of ["1.26", "1.26.1", "1.22.6-rc1", "1"]) {
    assert.equal(isPrerelease(version(text)), false, text);
  }
});

test("the minor is the language version", () => {
  const pairs = [
    ["1.22.6", "1.22"],
    ["1.22", "1.22"],
    ["1.26rc1", "1.26"],
    ["1.2.2-x.3", "1.2"],
    ["1.0.3", "1"],
    ["1", "1"],
    ["2", "2.0"],
  ] as const;
  for (const [text, minor] of pairs) assert.equal(minorOf(version(text)), minor);
});

test("sorting leaves its input alone and breaks ties by text", () => {
  const given = ["1.22.6", "1.20.0", "1.26rc1", "1.20", "1.9", "1.22.6-b", "1.22.6-a"].map(version);
  const before = [...given];
  const want = ["1.9", "1.20", "1.20.0", "1.22.6", "1.22.6-a", "1.22.6-b", "1.26rc1"];
  assert.deepEqual(sortVersions(given), want);
  assert.deepEqual(given, before);
});
