// A line of a .goenv: what is written is read again, whatever the value.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { formatGoenvLine, readGoenvLine } from "./goenvline.ts";

test("what is written is read again as it was", () => {
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("$", "`", '"', "'", "\\", " ", "#", "x") }),
  );
  fc.assert(
    fc.property(value, (text) => {
      const line = formatGoenvLine({ key: "GOFLAGS", value: text });
      if (line === undefined) assert.match(text, /[\t\r\n\0]|[$`].*'|'.*[$`]/s);
      else assert.deepEqual(readGoenvLine(line), { key: "GOFLAGS", value: text });
    }),
  );
});

test("quotes only where they are needed to stay literal", () => {
  assert.equal(formatGoenvLine({ key: "A", value: "" }), 'A=""');
  assert.equal(formatGoenvLine({ key: "A", value: 'a "b" \\' }), 'A="a \\"b\\" \\\\"');
  assert.equal(formatGoenvLine({ key: "A", value: "$HOME" }), "A='$HOME'");
  assert.deepEqual(readGoenvLine("A=$HOME"), { bad: "value", text: "$HOME" });
  assert.deepEqual(readGoenvLine("A B=1"), { bad: "line", text: "A B=1" });
});
