/**
 * Rounds in which every contestant takes its turn (A B C, B C A, C A B …), so that
 * drift of the machine hits all alike and nobody always runs behind the same noise.
 * Warm-up rounds run first and are dropped.
 */

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
    const first = names.length === 0 ? 0 : (round + warmUps) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const result = await measure(name);
      if (round >= 0) results.get(name)?.push(result);
    }
  }
  return results;
}
