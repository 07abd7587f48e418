// Files that people wrote, before and after: the one line changes, every other byte stays.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { type PinTarget, withoutPin, withPin } from "./edit.ts";

const PINS: readonly [PinTarget, string, string][] = [
  [".go-version", "", "1.22.6\n"],
  [".go-version", "1.21.0", "1.22.6"],
  [".go-version", "# why\r\n  go1.21 # here\r\n1.20\r\n", "# why\r\n  go1.22.6 # here\r\n1.20\r\n"],
  [".go-version", "nonsense/..\n", "1.22.6\n"],
  [".go-version", "# ü\n", "# ü\n1.22.6\n"],
  ["gostead.yaml", "# ours\ngo: 1.21 # old\nkeep: 3\n", "# ours\ngo: 1.22.6 # old\nkeep: 3\n"],
  ["gostead.yaml", 'go: "1.21"\n', 'go: "1.22.6"\n'],
  ["gostead.yaml", "keep: 3", "keep: 3\ngo: 1.22.6\n"],
  [
    ".tool-versions",
    "nodejs 20\r\ngolang 1.21.0 1.20 # x\r\n",
    "nodejs 20\r\ngolang 1.22.6 1.20 # x\r\n",
  ],
  [".tool-versions", "nodejs 20\r\n", "nodejs 20\r\ngolang 1.22.6\r\n"],
  [".tool-versions", "go 1.21\n", "go 1.22.6\n"],
  ["mise.toml", "", '[tools]\ngo = "1.22.6"\n'],
  [
    "mise.toml",
    '[tools]\nnode = "20"\ngo = { version = "1.21", x = 1 } # y\n',
    '[tools]\nnode = "20"\ngo = { version = "1.22.6", x = 1 } # y\n',
  ],
  [
    "mise.toml",
    '[env]\nA = "1"\n\n[tools] # ours\nnode = "20"\n',
    '[env]\nA = "1"\n\n[tools] # ours\ngo = "1.22.6"\nnode = "20"\n',
  ],
  ["mise.toml", '[env]\nA = "1"\n', '[env]\nA = "1"\n\n[tools]\ngo = "1.22.6"\n'],
  [
    ".goenv",
    "export GO_VERSION='1.21'\nGOFLAGS=-race\n",
    "export GO_VERSION='1.22.6'\nGOFLAGS=-race\n",
  ],
  [".goenv", "GOFLAGS=-race", 'GOFLAGS=-race\nGO_VERSION="1.22.6"\n'],
  [
    "go.mod",
    "module m\r\n\r\ngo 1.21\r\n",
    "module m\r\n\r\ngo 1.21\r\n\r\ntoolchain go1.22.6\r\n",
  ],
  [
    "go.mod",
    "module m\n\ngo 1.21 // least\n\nrequire x v1.0.0\n",
    "module m\n\ngo 1.21 // least\n\ntoolchain go1.22.6\n\nrequire x v1.0.0\n",
  ],
  [
    "go.mod",
    "go 1.21\n\ntoolchain go1.21.3 // as built\n",
    "go 1.21\n\ntoolchain go1.22.6 // as built\n",
  ],
  ["go.mod", "go 1.21\ntoolchain default\n", "go 1.21\ntoolchain go1.22.6\n"],
];

test("a version is put where it belongs", () => {
  for (const [target, before, after] of PINS) {
    assert.equal(tryPin(target, before), after, `${target}: ${JSON.stringify(before)}`);
  }
});

function tryPin(target: PinTarget, before: string): string {
  try {
    return withPin(target, before, "1.22.6").text;
  } catch (error) {
    return error instanceof GosteadError ? error.code : String(error);
  }
}

test("a file that says it in a way of its own is left alone", () => {
  const cases: readonly [PinTarget, string][] = [
    ["gostead.yaml", "{go: 1.21}\n"],
    ["mise.toml", "[tools.go]\nversion = '1.21'\n"],
    [".goenv", "GO_VERSION=\n"],
    [".tool-versions", "golang\n"],
  ];
  for (const [target, text] of cases) {
    assert.throws(() => withPin(target, text, "1.22.6"), { code: "cannot-edit" }, text);
  }
});

test("a pin is taken out, and the file with it when it was all", () => {
  const cases: readonly [PinTarget, string, string | undefined][] = [
    [".go-version", "1.21\n", undefined],
    [".go-version", "# why\n1.21\n", undefined],
    [".go-version", "# why\n1.21\n1.20\n", "# why\n1.20\n"],
    ["gostead.yaml", "a: 1\r\ngo: 1.21\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"],
    [".tool-versions", "golang 1.21\n", undefined],
    [".tool-versions", "golang 1.21\nnodejs 20", "nodejs 20"],
    [
      "go.mod",
      "go 1.21\n\ntoolchain go1.22.6\n\nrequire x v1.0.0\n",
      "go 1.21\n\nrequire x v1.0.0\n",
    ],
  ];
  for (const [target, before, after] of cases) {
    assert.equal(withoutPin(target, before)?.text, after, `${target}: ${before}`);
  }
  assert.equal(withoutPin(".tool-versions", "nodejs 20\n"), undefined);
  assert.throws(() => withoutPin("mise.toml", "[tools.go]\n"), { code: "cannot-edit" });
});

const part = fc.constantFrom(
  "go: ",
  "golang ",
  "go ",
  "1.21",
  "\n",
  "\r\n",
  "[tools]",
  'go = "',
  '"',
  "#",
  " ",
  "GO_VERSION=",
  "toolchain go1.21.0",
  "ü",
  "{",
  "'''",
  "---",
);
const files = fc.array(fc.oneof(part, fc.string())).map((all) => all.join(""));
const targets = fc.constantFrom<PinTarget>(
  "gostead.yaml",
  ".go-version",
  ".goenv",
  "mise.toml",
  ".tool-versions",
  "go.mod",
);

test("of any text, whatever is changed is one line, or lines that are added", () => {
  fc.assert(
    fc.property(targets, files, (target, text) => {
      // NUL bytes make a file binary: the command refuses those before.
      fc.pre(!text.includes("\0") && Buffer.from(text).toString() === text);
      const now = tryPin(target, text);
      if (now === "cannot-edit") return;
      const [before, after] = [text.split("\n"), now.split("\n")];
      const kept = after.filter(
        (line) => before.includes(line) || before.includes(line.replace(/\r$/, "")),
      ).length;
      assert.ok(kept >= Math.min(before.length, after.length) - 1, JSON.stringify([text, now]));
    }),
  );
});

test("pinning twice is pinning once", () => {
  fc.assert(
    fc.property(targets, files, (target, text) => {
      fc.pre(!text.includes("\0"));
      const once = tryPin(target, text);
      if (once === "cannot-edit") return;
      assert.equal(tryPin(target, once), once);
    }),
  );
});
