import assert from "node:assert/strict";
import { test } from "node:test";
import { interleave } from "./interleave.ts";

test("each round holds all once, orders differ, the warm-up is dropped", async () => {
  const turns: string[] = [];
  const results = await interleave(["a", "b", "c"], { rounds: 8, warmUps: 1 }, async (name) => {
    turns.push(name);
    return turns.length - 1;
  });
  const rounds = Array.from({ length: 9 }, (_, round) => turns.slice(3 * round, 3 * round + 3));
  for (const round of rounds) assert.deepEqual(round.toSorted(), ["a", "b", "c"]);
  assert.ok(new Set(rounds.map(String)).size > 2);
  for (const [name, places] of results) {
    assert.equal(places.length, 8);
    assert.deepEqual(
      places.map((place) => [turns[place], Math.floor(place / 3)]),
      places.map((_, round) => [name, round + 1]),
    );
  }
});

test("nobody to measure is not an error", async () => {
  const results = await interleave([], { rounds: 2, warmUps: 1 }, async () => 0);
  assert.equal(results.size, 0);
});
