import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "./error.ts";
import { parseQuery, resolveVersion, selectVersion } from "./query.ts";
import { type GoVersion, parseVersion } from "./version.ts";

/** A real proxy's list, all platforms. */
const KNOWN = knownOf("../../test/data/goproxy/toolchain-list.txt");

function knownOf(file: string): GoVersion[] {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8").split("\n");
  const names = lines.map((line) => /-go(.+)\.[a-z0-9]+-[a-z0-9]+$/.exec(line)?.[1] ?? "");
  return [...new Set(names)].map((name) => parseVersion(name)).filter((one) => one !== undefined);
}

test("words select what people mean by them", () => {
  const words = {
    "1.22.6": "1.22.6",
    "go1.22.6": "1.22.6",
    "v1.22.6": "1.22.6",
    " 1.22.6 ": "1.22.6",
    "1.22": "1.22.12",
    "go1.22": "1.22.12",
    "1.22.x": "1.22.12",
    "1.22.*": "1.22.12",
    "1.20": "1.20.14",
    latest: "1.27.4",
    stable: "1.27.4",
    oldstable: "1.26.11",
    "1.26rc": "1.26rc1",
    "1.26rc1": "1.26rc1",
    ">=1.24 <1.26": "1.25.14",
    ">= 1.24 < 1.26": "1.25.14",
    "~1.24.2": "1.24.13",
    "~1.24": "1.24.13",
    "^1.24": "1.27.4",
    "<1.22.6 >=1.22": "1.22.5",
    "<=1.22.6": "1.22.6",
    "<=1.22": "1.22.12",
    "<1.22": "1.21.13",
    ">1.26": "1.27.4",
    "=1.22": "1.22.12",
    "=1.22.6": "1.22.6",
    ">=1.26rc1 <1.26.0": "1.26rc1",
  };
  for (const [word, want] of Object.entries(words))
    assert.equal(resolveVersion(word, KNOWN), want, word);
});

test("a minor never means a neighbour whose number begins alike", () => {
  const known = ["1.2.2", "1.22.6", "1.20.14", "1.2rc1", "1.22rc1"].map((one) => one as GoVersion);
  assert.equal(resolveVersion("1.2", known), "1.2.2");
  assert.equal(resolveVersion("1.2rc", known), "1.2rc1");
});

test("a prerelease or a custom build comes only when it is named", () => {
  const known = ["1.25.3", "1.26rc1", "1.25.9-custom"].map((one) => one as GoVersion);
  assert.equal(resolveVersion("latest", known), "1.25.3");
  assert.equal(resolveVersion(">=1.25", known), "1.25.3");
  assert.equal(resolveVersion("1.25.9-custom", known), "1.25.9-custom");
  assert.equal(selectVersion(parseQuery("1.26"), known), undefined);
  assert.equal(selectVersion(parseQuery("1.25.9"), known), undefined);
  assert.equal(selectVersion(parseQuery(">1.26rc1"), known), undefined);
});

test("1.20.0 is the release published as 1.20", () => {
  assert.equal(resolveVersion("1.20.0", ["1.20" as GoVersion, "1.20.1" as GoVersion]), "1.20");
  assert.equal(selectVersion(parseQuery("1.21.0"), ["1.21rc2" as GoVersion]), undefined);
});

test("oldstable is the newest release of the minor before, whatever number that has", () => {
  const known = ["1.22.1", "1.19.3", "1.19.4", "1.23rc1"].map((one) => one as GoVersion);
  assert.equal(resolveVersion("oldstable", known), "1.19.4");
  assert.equal(selectVersion(parseQuery("oldstable"), ["1.22.1" as GoVersion]), undefined);
  assert.equal(selectVersion(parseQuery("oldstable"), []), undefined);
});

test("words that are none are refused with the nearest real versions", () => {
  const cases = [
    ["../../x", "usage", "nearest: 1.27.4, 1.26.11, 1.25.14"],
    ["", "usage", "nearest: 1.27.4, 1.26.11, 1.25.14"],
    ["1.99", "unknown-version", "nearest: 1.27.4, 1.27.3, 1.27.2"],
    ["1.22.99", "unknown-version", "nearest: 1.22.12, 1.22.11, 1.22.10"],
    ["go1.22.6.linux-amd64", "usage", "nearest: 1.22.6, 1.22.7, 1.22.5"],
    ["1.22.6-linux-amd64", "unknown-version", "nearest: 1.22.6, 1.22.7, 1.22.5"],
    ["1.26rc9", "unknown-version", "nearest: 1.26rc1, 1.26.11, 1.26.10"],
    ["x".repeat(10_240), "usage", "nearest: 1.27.4, 1.26.11, 1.25.14"],
    [`1.22.6${"0".repeat(10_240)}`, "usage", "nearest: 1.22.12, 1.22.11, 1.22.10"],
    ["\u001b[31m1.22.6", "usage", "nearest: 1.22.6, 1.22.7, 1.22.5"],
    ["1.22.6\n", "usage", "nearest: 1.22.6, 1.22.7, 1.22.5"],
    [">=1.24 || <1.20", "usage", "nearest: 1.24.13, 1.24.11, 1.24.10"],
    [">=1.22 ".repeat(20), "usage", "nearest: 1.22.12, 1.22.11, 1.22.10"],
    [">=1.24 x", "usage", "nearest: 1.24.13, 1.24.11, 1.24.10"],
    [">2", "unknown-version", "nearest: 1.27.4, 1.26.11, 1.25.14"],
  ] as const;
  for (const [word, code, fix] of cases) {
    const shown = JSON.stringify(word.slice(0, 30));
    assert.throws(() => resolveVersion(word, KNOWN), { name: "GosteadError", code, fix }, shown);
  }
});

test("the message shows the value, escaped and cut", () => {
  const shown = (word: string) => {
    try {
      resolveVersion(word, KNOWN);
    } catch (error) {
      return error instanceof GosteadError ? error.message : "";
    }
    return "";
  };
  assert.equal(shown("\u001b[2J"), '"\\u{1b}[2J" is no Go version');
  assert.equal(shown("1.99"), 'no known Go release is "1.99"');
  assert.ok(shown("y".repeat(10_240)).length < 100);
});

test("whatever is typed, the answer is a known version or a GosteadError, at once", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.stringMatching(/^[<>=~^gov1-9.rcbeta x-]{0,40}$/),
    fc.constantFrom("1.22.", "<", "~", "^1.x.x").map((piece) => piece.repeat(5000)),
  );
  fc.assert(
    fc.property(word, (text) => {
      const start = performance.now();
      try {
        assert.ok(KNOWN.includes(resolveVersion(text, KNOWN)));
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
        assert.match(error.code, /^(usage|unknown-version)$/);
      }
      assert.ok(performance.now() - start < 2000);
    }),
    { numRuns: 2000 },
  );
});
