// The README's figures are those of bench/RESULTS.md, row for row: what is not
// measured is not claimed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("every figure stands in the results under the same name", () => {
  const [, section = ""] =
    /\n## What makes it different\n([\s\S]*?)\n## /.exec(read("README.md")) ?? [];
  const rows = [...section.matchAll(/^\| ([a-z][^|]*) \| ([^|]*\d[^|]*) \|$/gm)];
  assert.ok(rows.length > 3);
  const results = read("bench/RESULTS.md");
  for (const [, name = "", figure = ""] of rows) {
    const row = results.split("\n").find((line) => line.startsWith(`| ${name} |`));
    assert.ok(
      row?.split("|").some((cell) => cell.trim() === figure),
      `${name}: ${figure}; ${row}`,
    );
  }
});
