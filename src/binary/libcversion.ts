/** glibc's symbol versions: `GLIBC_2.34`, ordered by number (2.4 is older than 2.34). */

const VERSION = /^GLIBC_(\d{1,4}(?:\.\d{1,4}){1,3})$/;

/** The highest GLIBC_ version among names, without its prefix; null where none is one. */
export function highestGlibc(names: readonly string[]): string | null {
  const versions = names.flatMap((name) => VERSION.exec(name)?.[1] ?? []);
  return versions.sort(compareDotted).at(-1) ?? null;
}

/** Negative, 0 or positive; a missing part is 0. */
export function compareDotted(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
