import assert from "node:assert/strict";
import test from "node:test";
import type { GoVersion } from "#model/version.ts";
import { sourceFault, versionFault } from "./go.ts";
import { type Directory, faultOf, type Value } from "./judge.ts";
import type { Op, SettingRule } from "./policy.ts";

function holds(op: Op, values: readonly string[], given: Partial<Value>): boolean {
  const rest = { severity: "error", why: "", fix: "", place: "" } as const;
  const rule: SettingRule = { key: "GOPROXY", op, values, ...rest };
  return faultOf(rule, { value: "", set: true, ...given }) === null;
}

const disk: Directory = {
  path: "/c",
  worldWritable: false,
  sticky: false,
  itself: true,
  type: "ext4",
};
const A = "https://a.example";

const cases: readonly (readonly [boolean, Op, readonly string[], Partial<Value>])[] = [
  [true, "equals", ["local"], { value: "local" }],
  [false, "equals", ["local"], { value: "local+auto" }],
  [false, "equals", ["local"], { value: "local\n" }],
  [true, "notEquals", ["off"], { value: "sum.example.org" }],
  [false, "notEquals", ["off"], { value: "off" }],
  [false, "notEquals", ["off"], { value: null, set: false }],
  [true, "oneOf", ["v2", "v3"], { value: "v3" }],
  [false, "oneOf", ["v2", "v3"], { value: "v1" }],
  [true, "firstIn", [A], { value: `${A}/,direct` }],
  [true, "firstIn", [`${A}/`], { value: ` , ${A} |direct` }],
  [false, "firstIn", [A], { value: `https://b.example,${A}` }],
  [false, "firstIn", [A], { value: `${A}.evil.example` }],
  [false, "firstIn", [A], { value: "" }],
  [true, "matches", ["^$|-mod=readonly"], { value: "" }],
  [false, "matches", ["^-mod=readonly$"], { value: "-tags='a b'" }],
  [false, "notMatches", ["(^|\\s)-insecure"], { value: "'-race'\n-insecure" }],
  [true, "notMatches", ["(^|\\s)-insecure"], { value: "-race" }],
  [true, "present", [], { value: "0", set: true }],
  [false, "present", [], { value: "1", set: false }],
  [true, "absent", [], { value: "1", set: false }],
  [false, "absent", [], { value: "1", set: true }],
  [true, "httpsOnly", [], { value: `${A},direct|off` }],
  [false, "httpsOnly", [], { value: `${A},http://b.example` }],
  [false, "httpsOnly", [], { value: "file:///x" }],
  [true, "pathPersistent", [], { value: "/c", directory: disk }],
  [false, "pathPersistent", [], { value: "/c" }],
  [false, "pathPersistent", [], { value: "c", directory: disk }],
  [false, "pathPersistent", [], { value: "off", directory: disk }],
  [false, "pathPersistent", [], { value: "/tmp/c", directory: disk }],
  [false, "pathPersistent", [], { value: "//tmp", directory: disk }],
  [false, "pathPersistent", [], { value: "/x/../tmp/c", directory: disk }],
  [true, "pathPersistent", [], { value: "/tmpx/c", directory: disk }],
  [false, "pathPersistent", [], { value: "/c", directory: { ...disk, type: "tmpfs" } }],
  [
    false,
    "pathPersistent",
    [],
    { value: "/c", directory: { ...disk, worldWritable: true, sticky: true } },
  ],
  [
    true,
    "pathPersistent",
    [],
    { value: "/c/d", directory: { ...disk, worldWritable: true, sticky: true, itself: false } },
  ],
  [
    false,
    "pathPersistent",
    [],
    { value: "/c/d", directory: { ...disk, worldWritable: true, itself: false } },
  ],
];
for (const [holdsSo, op, values, given] of cases) {
  test(`${op} ${values} ${holdsSo ? "holds for" : "does not hold for"} ${JSON.stringify(given)}`, () => {
    assert.equal(holds(op, values, given), holdsSo);
  });
}

test("versions: a minor means its patches, a minimum orders numbers", () => {
  const fault = (allowed: string[], version: string) =>
    versionFault({ allowed }, version as GoVersion);
  assert.equal(fault(["1.26"], "1.26.10"), null);
  assert.equal(fault(["1.2"], "1.26.10"), "it must be one of 1.2");
  assert.equal(fault([">=1.25.3 <1.27"], "1.26.1"), null);
  assert.equal(versionFault({ minVersion: "1.25.3" }, "1.25.10" as GoVersion), null);
  assert.equal(
    versionFault({ minVersion: "1.25.3" }, "1.25rc1" as GoVersion),
    "it is older than 1.25.3",
  );
});

test("sources: below one of them; a name that only begins alike is another", () => {
  assert.equal(sourceFault({ sources: [`${A}/`] }, A), null);
  assert.equal(sourceFault({ sources: [A] }, `${A}/go`), null);
  assert.equal(
    sourceFault({ sources: [A] }, `${A}.evil.example`),
    `it came from ${A}.evil.example`,
  );
  assert.equal(sourceFault({ sources: [A] }, null), "nobody knows where it came from");
  assert.equal(sourceFault({}, null), null);
});
