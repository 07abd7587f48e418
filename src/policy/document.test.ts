import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { POLICY_NAMES } from "#model/policyname.ts";
import { mismatches } from "../../test/support/schema.ts";
import { builtInPolicy, readPolicy } from "./builtin.ts";
import { policySchema } from "./schema.ts";

const schema = new URL("../../docs/reference/schema/policy.json", import.meta.url);
const read = (text: string) => readPolicy(Buffer.from(text), "acme.yaml");

function refused(text: string): string {
  try {
    read(text);
  } catch (error) {
    assert.ok(error instanceof GosteadError && error.code === "bad-setting", String(error));
    return error.message;
  }
  return assert.fail(`taken: ${text}`);
}

const ACME = `policy: acme
extends: production
go:
  minVersion: 1.20
  allowed: [1.25, ">=1.26.1 <1.27"]
  minReleaseAge: 14
rules:
  - key: GOPROXY
    op: firstIn
    value: [https://goproxy.example.com]
    severity: warning
    why: builds need our proxy
waivers:
  - id: GOCACHE
    owner: ada
    reason: the old runners
    until: 2026-12-31
  - { id: GOPROXY firstIn, owner: bo, reason: moving, until: 2028-02-29 }
`;

test("a policy is read as it stands: versions are no numbers, and what it extends holds besides", () => {
  const policy = read(ACME);
  assert.equal(policy.name, "acme");
  assert.deepEqual(policy.go, {
    proven: true,
    supported: true,
    noKnownAdvisories: true,
    minVersion: "1.20",
    allowed: ["1.25", ">=1.26.1 <1.27"],
    minReleaseAge: 14,
  });
  assert.deepEqual(policy.rules.at(-1), {
    key: "GOPROXY",
    op: "firstIn",
    values: ["https://goproxy.example.com"],
    severity: "warning",
    why: "builds need our proxy",
    fix: "",
    place: "acme.yaml:8",
  });
  assert.ok(policy.rules.some(({ key, op }) => key === "GOSUMDB" && op === "notEquals"));
  assert.deepEqual(
    policy.waivers.map(({ id, until, place }) => [id, until, place]),
    [
      ["GOCACHE", "2026-12-31", "acme.yaml:14"],
      ["GOPROXY firstIn", "2028-02-29", "acme.yaml:18"],
    ],
  );
});

const head = "policy: a\n";
const faults: readonly (readonly [string, RegExp])[] = [
  [`${head}rulez: []\n`, /^acme\.yaml:2: unknown key "rulez" in a policy$/],
  [`${head}rules:\n  - key: GOSUMDB\n    opp: equals\n`, /^acme\.yaml:4: unknown key "opp"/],
  [`${head}rules:\n  - key: GOSUMBD\n    op: absent\n`, /^acme\.yaml:3: unknown key "GOSUMBD"$/],
  [`${head}rules:\n  - key: GOSUMDB\n    op: is\n`, /^acme\.yaml:4: unknown op "is"$/],
  [`${head}rules:\n  - key: GOSUMDB\n    op: equals\n`, /^acme\.yaml:3: equals needs a value$/],
  [`${head}rules:\n  - { key: CC, op: absent, value: x }\n`, /:3: absent takes no value$/],
  [`${head}rules:\n  - { key: CC, op: oneOf, value: x }\n`, /:3: oneOf needs a list$/],
  [`${head}rules:\n  - { key: CC, op: oneOf, value: [] }\n`, /:3: oneOf needs a list that is not/],
  [`${head}rules:\n  - { key: CC, op: equals, value: [x] }\n`, /:3: equals needs one value$/],
  [`${head}rules:\n  - { key: CC, op: matches, value: "(" }\n`, /:3: "\(" is no pattern: /],
  [`${head}rules:\n  - { op: absent }\n`, /:3: .* has no "key"$/],
  [
    `${head}rules:\n  - { key: CC, op: absent, severity: grave }\n`,
    /:3: unknown severity "grave"$/,
  ],
  [`${head}rules: x\n`, /:2: rules must be a list$/],
  [`${head}go: { minVersion: newest }\n`, /:2: "newest" is no Go version$/],
  [`${head}go: { allowed: [stable] }\n`, /:2: what "stable" means changes by itself$/],
  [`${head}go: { minReleaseAge: -1 }\n`, /:2: minReleaseAge must be a whole number/],
  [`${head}go: { proven: yes }\n`, /:2: proven must be true or false, not "yes"$/],
  [`${head}libc: glibc latest\n`, /:2: libc cannot be "glibc latest"$/],
  [`${head}libc: uclibc 1.0\n`, /:2: libc cannot be "uclibc 1\.0"$/],
  [`${head}extends: prod\n`, /:2: unknown extends "prod"$/],
  ["rules: []\n", /:1: a policy has no "policy"$/],
  ["", /:1: a policy must be keys with values$/],
  [
    `${head}waivers:\n  - { id: GOSUMDB, owner: a, reason: b, until: 2027-01-01 }\n`,
    /:3: no rule of this policy is called "GOSUMDB"$/,
  ],
  [
    `${head}waivers:\n  - { id: policy-version, owner: a, reason: b, until: 2026-02-29 }\n`,
    /:3: there is no day "2026-02-29"$/,
  ],
  [
    `${head}waivers:\n  - { id: policy-version, owner: "", reason: b, until: 2026-02-28 }\n`,
    /:3: owner cannot be ""$/,
  ],
  [`${head}policy: b\n`, /^acme\.yaml:2: /],
  ["policy: &a x\n", /:1: anchors are not taken$/],
  ["policy: !!str x\n", /:1: /],
  ["policy: a\n---\npolicy: b\n", /^acme\.yaml:/],
  ["policy: \0\n", /it is binary/],
];
for (const [text, wanted] of faults) {
  test(`refused, with its line: ${JSON.stringify(text).slice(0, 90)}`, () => {
    assert.match(refused(text), wanted);
  });
}

test("a C library is locked with its version or without", () => {
  assert.deepEqual(read(`${head}libc: glibc 2.36\n`).libc, {
    kind: "glibc",
    version: "2.36",
    place: "acme.yaml:2",
  });
  assert.equal(read(`${head}libc: musl\n`).libc?.version, null);
  assert.equal(read(head).libc, undefined);
});

test("every built-in is a policy, and each holds what the milder one does", () => {
  const [dev, ci, production] = POLICY_NAMES.map(builtInPolicy);
  assert.ok(dev && ci && production);
  const ids = (policy: typeof dev) => policy.rules.map(({ key, op }) => `${key} ${op}`);
  for (const id of ids(dev)) assert.ok(ids(ci).includes(id), id);
  for (const id of ids(ci)) assert.ok(ids(production).includes(id), id);
  assert.ok(
    dev.rules.every(({ severity }) => severity === "warning") && dev.severity === "warning",
  );
  assert.deepEqual(
    [...ci.rules, ...production.rules].filter(({ why, fix }) => why === "" || fix === ""),
    [],
  );
});

test("the schema for editors is the schema in code, and takes what gostead takes", () => {
  assert.deepEqual(JSON.parse(readFileSync(schema, "utf8")), policySchema());
  const example = { policy: "a", rules: [{ key: "CC", op: "oneOf", value: ["gcc", 1] }] };
  assert.deepEqual(mismatches(example, schema), []);
  assert.notDeepEqual(mismatches({ ...example, rulez: [] }, schema), []);
  assert.notDeepEqual(mismatches({ policy: "a", rules: [{ key: "X", op: "is" }] }, schema), []);
});

test("whatever bytes stand there: a policy, or an error with the file's name", () => {
  const words = fc.constantFrom(
    ..."policy: go: rules: - { } [ ] key op equals GOPROXY ' \" \n   # & * ! | > 1.20 waivers: until extends:".split(
      /(?<= )| /,
    ),
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words).map((all) => `policy: a\n${all.join(" ")}`),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        text.map((one) => Buffer.from(one)),
        fc.uint8Array({ maxLength: 300 }),
      ),
      (bytes) => {
        try {
          readPolicy(bytes, "acme.yaml");
        } catch (error) {
          assert.ok(error instanceof GosteadError, String(error));
          assert.equal(error.code, "bad-setting");
          assert.match(error.message, /^acme\.yaml(:\d+)?: /);
        }
      },
    ),
  );
});
