/**
 * Rounds in which every contestant takes its turn, so that drift of the machine hits
 * all alike. Each round has another order, the same in every run: who ran before
 * leaves caches behind, and nobody should always follow the same one. Warm-up rounds
 * run first and are dropped.
 */
import { createHash } from "node:crypto";

export interface Rounds {
  readonly rounds: number;
  readonly warmUps: number;
}

/** The results of each name in order of rounds: the nth of all belong together. */
export async function interleave<T>(
  names: readonly string[],
  { rounds, warmUps }: Rounds,
  measure: (name: string) => Promise<T>,
): Promise<Map<string, T[]>> {
  const results = new Map<string, T[]>(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of inOrderOf(round, names)) {
      const result = await measure(name);
      if (round >= 0) results.get(name)?.push(result);
    }
  }
  return results;
}

function inOrderOf(round: number, names: readonly string[]): string[] {
  const key = (name: string) => createHash("sha256").update(`${round} ${name}`).digest("hex");
  return names.toSorted((a, b) => key(a).localeCompare(key(b)));
}
