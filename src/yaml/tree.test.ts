import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type Place, parseYaml, type Tree, yamlText } from "./tree.ts";

class Refused extends Error {}
const refuse = (what: string, where?: Place) =>
  new Refused(where === undefined ? what : `${where.line}:${where.column} ${what}`);

function read(text: string): Tree {
  return parseYaml(yamlText(Buffer.from(text), refuse), refuse);
}

test("scalars stay strings as they stand, each with its place", () => {
  assert.deepEqual(read("go: 1.20\nlist:\n  - yes\n"), {
    is: "map",
    line: 1,
    column: 1,
    entries: [
      { key: "go", line: 1, column: 1, value: { is: "scalar", line: 1, column: 5, text: "1.20" } },
      {
        key: "list",
        line: 2,
        column: 1,
        value: {
          is: "list",
          line: 3,
          column: 3,
          items: [{ is: "scalar", line: 3, column: 5, text: "yes" }],
        },
      },
    ],
  });
  assert.deepEqual(read(""), { is: "scalar", line: 1, column: 1, text: "" });
});

const REFUSED = [
  ["a: &x 1\n", "1:7 anchors are not taken"],
  ["a: *x\n", /^1:\d+ /],
  ["a: !!str 1\n", /^1:\d+ tags are not taken/],
  ["a: 1\nb: 2\na: 3\n", "3:1 the key is there twice"],
  ["a: 1\n---\nb: 2\n", /^\d:\d+ a second document begins/],
  ["a:\n\tb: 1\n", /^2:\d+ a tab indents/],
  ["a: 1\0\n", "it is binary, not text in UTF-8"],
  [`a: ${"x".repeat(64 * 1024)}\n`, "it is longer than 64 KiB"],
] as const;

for (const [text, message] of REFUSED) {
  test(`refused: ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(error instanceof Refused);
        if (typeof message === "string") assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("bytes that are no UTF-8 are refused", () => {
  assert.throws(() => yamlText(Uint8Array.of(0x61, 0x3a, 0xff), refuse), Refused);
});

test("whatever the bytes, it is a tree or refused", () => {
  const piece = fc.constantFrom(
    "a",
    ":",
    " ",
    "\n",
    "-",
    "[",
    "{",
    "}",
    "&x",
    "*x",
    "!",
    "'",
    "|",
    "é",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 40 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        assert.ok(["scalar", "list", "map"].includes(read(text).is));
      } catch (error) {
        assert.ok(error instanceof Refused, String(error));
      }
    }),
  );
});
