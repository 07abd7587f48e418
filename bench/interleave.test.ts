import assert from "node:assert/strict";
import { test } from "node:test";
import { interleave } from "./interleave.ts";

test("all take turns, the first place moves on, the warm-up is dropped", async () => {
  const order: string[] = [];
  const results = await interleave(["a", "b", "c"], { rounds: 2, warmUps: 1 }, async (name) => {
    order.push(name);
    return order.length;
  });
  assert.equal(order.join(""), "abcbcacab");
  assert.deepEqual(Object.fromEntries(results), { a: [6, 8], b: [4, 9], c: [5, 7] });
});

test("nobody to measure is not an error", async () => {
  const results = await interleave([], { rounds: 2, warmUps: 1 }, async () => 0);
  assert.equal(results.size, 0);
});
