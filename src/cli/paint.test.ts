import assert from "node:assert/strict";
import test from "node:test";
import { painter, paintRemark } from "./paint.ts";

const ESC = "\u001b";

test("colours are codes around the text, and nothing where there are to be none", () => {
  assert.equal(painter(true)("bad", "error"), `${ESC}[31merror${ESC}[39m`);
  assert.equal(painter(true)("head", "env"), `${ESC}[1menv${ESC}[22m`);
  assert.equal(painter(false)("bad", "error"), "error");
});

test("of a remark only the word before the colon is coloured, and only at its beginning", () => {
  const paint = painter(true);
  assert.equal(
    paintRemark(paint, "error: no: error: x"),
    `${ESC}[31merror:${ESC}[39m no: error: x`,
  );
  assert.equal(paintRemark(paint, "fix: do it"), `${ESC}[32mfix:${ESC}[39m do it`);
  assert.equal(paintRemark(paint, "wrote a file"), "wrote a file");
  assert.equal(paintRemark(painter(false), "error: x"), "error: x");
});
