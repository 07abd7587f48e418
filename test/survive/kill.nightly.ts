// The same as kill.test.ts, a thousand times. SEED repeats a run's moments.
import test from "node:test";
import { withArena } from "../support/arena.ts";
import { killMany } from "../support/kill.ts";

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const COUNT = 1000;

test(`SIGKILL at ${COUNT} random moments`, async () => {
  console.log(`SEED=${seed}`);
  await withArena((arena) => killMany(arena, COUNT, seed));
});
