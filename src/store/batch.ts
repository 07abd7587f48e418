/** Work for the pool in messages of a fair size: hundreds of files each, so that one message pays for many. */

const FILES = 512;

/** The items in runs of at most 512, in order. */
export function batchesOf<T>(items: readonly T[]): (readonly T[])[] {
  const count = Math.ceil(items.length / FILES);
  return Array.from({ length: count }, (_, n) => items.slice(n * FILES, (n + 1) * FILES));
}
