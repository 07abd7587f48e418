/**
 * Figures over rounds. A ratio is taken inside each round and the median of these
 * is given: two contestants of one round met the same moment of the machine.
 */

export function least(values: readonly number[]): number {
  return Math.min(...values);
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  if (high === undefined || low === undefined) throw new Error("no values to take a median of");
  return (low + high) / 2;
}

/** The median over rounds of a/b; both lists are in order of rounds. */
export function pairedRatio(a: readonly number[], b: readonly number[]): number {
  return median(paired(a, b).map(([x, y]) => x / y));
}

/** The median over rounds of a-b; both lists are in order of rounds. */
export function pairedDifference(a: readonly number[], b: readonly number[]): number {
  return median(paired(a, b).map(([x, y]) => x - y));
}

function paired(a: readonly number[], b: readonly number[]): [number, number][] {
  if (a.length !== b.length) throw new Error(`rounds differ: ${a.length} and ${b.length}`);
  return a.map((x, round) => [x, b[round] ?? Number.NaN]);
}
