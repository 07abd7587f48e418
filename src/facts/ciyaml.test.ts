// Versions in CI and linter files, as the tools that read them understand them; and any bytes at all.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parseDocument } from "yaml";
import { gitlabClaims, golangciClaims, workflowClaims } from "./ciyaml.ts";
import { yamlLines } from "./yamllines.ts";

type Read = typeof workflowClaims;
const told = (read: Read, text: string) =>
  read(text).map(({ line, versions }) => `${line}: ${versions.join(" ")}`);

test("go-version in workflows", () => {
  const cases: readonly [string, readonly string[]][] = [
    ["with:\n  go-version: '1.22'\n", ["2: 1.22"]],
    ["with:\n  go-version: 1.22.6 # exact\n", ["2: 1.22.6"]],
    ["with:\n  go-version: 1.20\n", ["2: 1.2"]],
    ['with:\n  go-version: "1.20"\n', ["2: 1.20"]],
    ["with:\n  go-version: ^1.22\n", ["2: "]],
    ["with:\n  go-version: stable\n", ["2: "]],
    ["with:\n  go-version-file: go.mod\n", []],
    ["go-version: ['1.21', \"1.22\"] # two\n", ["1: 1.21 1.22"]],
    ["go-version: [\n  '1.21',\n  1.22.x\n]\n", ["1: 1.21 1.22"]],
    ["go-version:\n  - '1.21'\n  # and\n  - 1.22.6\nos: x\n", ["1: 1.21 1.22.6"]],
    ["go-version:\n- '1.21'\n", ["1: 1.21"]],
    ["matrix:\n  go: ['1.21', '1.22']\nx:\n  go-version: ${{ matrix.go }}\n", ["2: 1.21 1.22"]],
    [
      "include:\n - go: '1.21'\n   os: a\n - go: '1.22'\nx:\n  go-version: ${{matrix.go}}\n",
      ["2: 1.21 1.22"],
    ],
    ["env:\n  GO: '1.22'\nx:\n  go-version: ${{ env.GO }}\n", ["2: 1.22"]],
    ["x:\n  go-version: ${{ inputs.go }}\n", ["2: "]],
    ["x:\n  go-version: ${{ matrix.go }}\n", []],
    ["go-version: ['1.21', stable]\n", ["1: "]],
    ["run: |\n  go-version: 1.1\nx:\n  go-version: '1.22'\n", ["4: 1.22"]],
    ["# go-version: 1.1\r\ngo-version: '1.22'\r\n", ["2: 1.22"]],
  ];
  for (const [text, expected] of cases)
    assert.deepEqual(told(workflowClaims, text), expected, text);
});

test("images of .gitlab-ci.yml", () => {
  const cases: readonly [string, readonly string[]][] = [
    ["image: golang:1.22\n", ["1: 1.22"]],
    ["build:\n  image:\n    name: golang:1.22.6-alpine\n    entrypoint: ['']\n", ["3: 1.22.6"]],
    ["image: alpine\n", []],
    ["variables:\n  GO: '1.22'\nimage: golang:${GO}-alpine\n", ["3: 1.22"]],
    ["a:\n  GO: '1.22'\nb:\n  GO: '1.23'\nimage: golang:$GO\n", []],
    ["image: golang:$GO\n", []],
  ];
  for (const [text, expected] of cases) assert.deepEqual(told(gitlabClaims, text), expected, text);
  assert.equal(gitlabClaims("image: golang:latest\n")[0]?.moving, true);
});

test("run.go of .golangci.yml, and no other go", () => {
  assert.deepEqual(told(golangciClaims, "run:\n  timeout: 5m\n  go: '1.22'\n"), ["3: 1.22"]);
  assert.deepEqual(told(golangciClaims, "run:\n  timeout: 5m\nlinters:\n  go: '1.22'\n"), []);
  assert.deepEqual(told(golangciClaims, "go: '1.22'\n"), []);
});

const scalar = fc.stringMatching(/^[0-9a-z][0-9a-z.x]{0,8}$/);

test("lists read as a YAML parser reads them, in brackets and below each other", () => {
  const forms = [
    (all: readonly string[]) => `k: [${all.map((one) => `'${one}'`).join(", ")}]\n`,
    (all: readonly string[]) => `k:\n${all.map((one) => `  - "${one}"\n`).join("")}`,
  ];
  fc.assert(
    fc.property(fc.array(scalar, { minLength: 1 }), fc.constantFrom(...forms), (all, form) => {
      const expected = parseDocument(form(all)).toJS().k;
      assert.deepEqual(
        yamlLines(form(all))[0]?.values.map(({ value }) => value),
        expected,
      );
    }),
  );
});

test("any bytes have an answer, and its lines are in the file", () => {
  const part = fc.constantFrom(
    "go-version:",
    " ",
    "\n",
    "- ",
    "[",
    "]",
    "'",
    '"',
    "#",
    "|",
    "${{ matrix.go }}",
    "go: ",
    "image: golang:",
    "run:",
    "1.22",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(part, fc.string())).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (yaml) => {
      const count = yaml.split("\n").length;
      for (const read of [workflowClaims, gitlabClaims, golangciClaims]) {
        for (const { line } of read(yaml)) assert.ok(line >= 1 && line <= count);
      }
    }),
  );
});
