import assert from "node:assert/strict";
import { test } from "node:test";
import { least, median, pairedDifference, pairedRatio } from "./stats.ts";

test("the median of odd and even counts, and the least", () => {
  assert.equal(median([9, 1, 4]), 4);
  assert.equal(median([9, 1, 4, 5]), 4.5);
  assert.equal(least([9, 1, 4]), 1);
  assert.throws(() => median([]), /no values/);
});

test("ratios are taken round by round, not of the medians", () => {
  // Medians 2 and 20 would give 0.1; the rounds give 0.5, 0.1, 0.2.
  assert.equal(pairedRatio([1, 2, 8], [2, 20, 40]), 0.2);
  assert.equal(pairedDifference([1, 2, 8], [2, 20, 40]), -18);
  assert.throws(() => pairedRatio([1], [1, 2]), /rounds differ: 1 and 2/);
});
