// What each kind of file is read for, by its name; and that no bytes in any of them are too much.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { claimsOf } from "./pins.ts";

const told = (name: string, text: string) =>
  claimsOf(`/p/${name}`, Buffer.from(text)).map(
    ({ role, line, versions }) => `${role} ${line}: ${versions.join(" ")}`,
  );

test("each file by its name", () => {
  const cases: readonly [string, string, readonly string[]][] = [
    [".go-version", "# x\ngo1.22.6\n", ["pin 2: 1.22.6"]],
    [".go-version", "1.22.6@prod\n", ["pin 1: 1.22.6"]],
    [".go-version", "system\n", ["pin 1: "]],
    [".go-version", "../../x\n", []],
    [".tool-versions", "nodejs 20\ngolang 1.22.6\n", ["pin 2: 1.22.6"]],
    ["mise.toml", '[tools]\ngo = "1.22"\n', ["pin 2: 1.22"]],
    [".goenv", 'GO_VERSION="1.22.3"\n', ["pin 1: 1.22.3"]],
    ["gostead.yaml", "go: 1.22\n", ["pin 1: 1.22"]],
    [
      "go.mod",
      "module m\ngo 1.21\ntoolchain go1.22.6-custom\n",
      ["minimum 2: 1.21", "toolchain 3: 1.22.6"],
    ],
    ["go.work", "go 1.22.0\ntoolchain default\n", ["minimum 1: 1.22.0", "toolchain 2: "]],
    ["Dockerfile.dev", "FROM golang:1.22\nFROM alpine\n", ["image 1: 1.22"]],
    ["ci.yml", "go-version: '1.22'\n", ["ci 1: 1.22"]],
    [".gitlab-ci.yml", "image: golang:1.22\n", ["image 1: 1.22"]],
    [".golangci.yaml", "run:\n  go: '1.22'\n", ["lint 2: 1.22"]],
  ];
  for (const [name, text, expected] of cases) assert.deepEqual(told(name, text), expected, name);
});

test("any bytes have an answer, and it is plain text of one line", () => {
  const names = fc.constantFrom(
    ".go-version",
    ".tool-versions",
    "mise.toml",
    ".goenv",
    "gostead.yaml",
    "go.mod",
    "Dockerfile",
    "ci.yml",
    ".gitlab-ci.yml",
    ".golangci.yml",
  );
  fc.assert(
    fc.property(names, fc.uint8Array({ maxLength: 400 }), (name, bytes) => {
      for (const { text, line } of claimsOf(`/p/${name}`, Buffer.from(bytes))) {
        assert.ok(!text.includes("\n") && line >= 1);
      }
    }),
  );
});
