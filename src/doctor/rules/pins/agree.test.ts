// Which versions agree, and which are too old for a go line: cases by hand.
import assert from "node:assert/strict";
import test from "node:test";
import { agree, below, type Claim } from "./agree.ts";

function claim(versions: string, role: Claim["role"] = "pin"): Claim {
  const words = versions.split(" ").filter((word) => word !== "");
  return { role, file: "/p/f", line: 1, text: versions, versions: words, moving: false };
}

test("a minor agrees with its patches, several with any one of them", () => {
  const cases: readonly [string, string, boolean][] = [
    ["1.22", "1.22.6", true],
    ["1.22.6", "1.22.6", true],
    ["1.22.5", "1.22.6", false],
    ["1.22", "1.23.6", false],
    ["1.2", "1.20", false],
    ["1.20", "1.20.0", true],
    ["1.21 1.22", "1.22.6", true],
    ["1.21 1.23", "1.22.6", false],
    ["1.25rc1", "1.25", true],
    ["1.25rc1", "1.25.0", false],
  ];
  for (const [a, b, expected] of cases) {
    assert.equal(agree(claim(a), claim(b)), expected, `${a} and ${b}`);
    assert.equal(agree(claim(b), claim(a)), expected, `${b} and ${a}`);
  }
});

test("a linter is told the language alone", () => {
  assert.equal(agree(claim("1.22.0", "lint"), claim("1.22.6")), true);
  assert.equal(agree(claim("1.21", "lint"), claim("1.22.6")), false);
});

test("too old for a go line: by the minor where no patch is named", () => {
  const cases: readonly [string, string, string][] = [
    ["1.21.13", "1.22", "1.21.13"],
    ["1.22.0", "1.22", ""],
    ["1.22rc1", "1.22", ""],
    ["1.22rc1", "1.22.0", "1.22rc1"],
    ["1.22", "1.22.6", ""],
    ["1.22.5", "1.22.6", "1.22.5"],
    ["1.9", "1.10", "1.9"],
    ["1.21 1.22 1.23", "1.22.1", "1.21"],
    ["", "1.22", ""],
    ["1.22", "", ""],
  ];
  for (const [versions, minimum, old] of cases) {
    assert.equal(
      below(claim(versions), claim(minimum, "minimum")).join(" "),
      old,
      `${versions} under ${minimum}`,
    );
  }
});
