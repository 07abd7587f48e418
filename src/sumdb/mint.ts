/**
 * The only makers of Expected and Proved: closed by the linter to all rooms but
 * sumdb and trust. Each caller has just checked what it asks to have minted.
 */
import type { Expected, Proved, Unminted } from "./proof.ts";

/** To be called only with parts read from a record that was proven under `proof`. */
export function mintExpected(parts: Unminted<Expected>): Expected {
  return Object.freeze(parts) as Expected;
}

/** To be called only when `value` hashes to what is expected. */
export function mintProved<T>(value: T, expected: Expected): Proved<T> {
  return Object.freeze({ value, expected }) as Proved<T>;
}
