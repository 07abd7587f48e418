/** The key that somebody may have meant by a word that is none. Pure. */
import { KEYS, type Key } from "./keys.ts";

const LOOKED_AT = 40;

/** The key with the fewest letters to change, at most a quarter of them; undefined when none is near. */
export function nearestKey(text: string): Key | undefined {
  const word = text.slice(0, LOOKED_AT).toLowerCase();
  const ranked = KEYS.map((key) => ({ key, far: distanceTo(key, word) }));
  const [best] = ranked.sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(1, word.length / 4) ? best.key : undefined;
}

/** Of the whole key or of its last word, whichever is nearer. */
function distanceTo(key: Key, word: string): number {
  const names = [key, key.slice(key.lastIndexOf(".") + 1)];
  return Math.min(...names.map((name) => editDistance(name.toLowerCase(), word)));
}

/** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + same,
        swapped ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    older = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
