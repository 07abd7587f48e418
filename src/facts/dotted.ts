/** Versions of kernels, systems and C libraries: numbers with dots, compared by number. */

/** `6.18.44` of `6.18.44-fc-v657`, what a vendor adds left out; undefined where no number begins it. */
export function dottedIn(release: string): string | undefined {
  return /^\d{1,9}(?:\.\d{1,9}){0,5}/.exec(release)?.[0];
}

/** Negative, 0 or positive; a missing part is 0. */
export function compareDotted(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map((text) => text.split(".").map(Number));
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
