/**
 * What somebody may have meant: the real versions nearest to a word that names
 * none. A word's first version-like digits are its aim (`go1.22.6.linux-amd64`
 * aims at 1.22.6); without any, the newest releases are the answer.
 */
import { compareVersions, type GoVersion, isPrerelease, minorOf, sortVersions } from "./version.ts";

const SHOWN = 3;
const LOOKED_AT = 200;

/** At most three of `known`, the nearest first; empty only when `known` is. */
export function nearestVersions(text: string, known: readonly GoVersion[]): GoVersion[] {
  const sorted = sortVersions(known).reverse();
  const aim = aimOf(text);
  const ranked = aim === undefined ? newestOfMinors(sorted) : byDistance(aim, sorted);
  return ranked.slice(0, SHOWN);
}

/** The `fix` of an error about a version word. */
export function nearestFix(text: string, known: readonly GoVersion[]): string {
  const nearest = nearestVersions(text, known);
  if (nearest.length === 0) return "give a version such as 1.22.6, 1.22, latest or oldstable";
  return `nearest: ${nearest.join(", ")}`;
}

interface Aim {
  readonly minor: number;
  /** Infinity when the word names no patch: the newest is nearest. */
  readonly patch: number;
  readonly isPrerelease: boolean;
}

function aimOf(text: string): Aim | undefined {
  const found = /(?<!\d)1\.(\d{1,6})(?:\.(\d{1,6}))?(rc|beta)?/.exec(text.slice(0, LOOKED_AT));
  if (found === null) return undefined;
  return {
    minor: Number(found[1]),
    patch: found[2] === undefined ? Number.POSITIVE_INFINITY : Number(found[2]),
    isPrerelease: found[3] !== undefined,
  };
}

/** `newestFirst` decides between equals. */
function byDistance(aim: Aim, newestFirst: readonly GoVersion[]): GoVersion[] {
  const fitting = newestFirst.filter((one) => aim.isPrerelease || !isPrerelease(one));
  const pool = fitting.length > 0 ? fitting : newestFirst;
  const minors = new Map(pool.map((one) => [one, Math.abs(minorNumber(one) - aim.minor)]));
  const patches = new Map(pool.map((one) => [one, patchDistance(aim, one)]));
  return pool.toSorted(
    (a, b) =>
      (minors.get(a) ?? 0) - (minors.get(b) ?? 0) || (patches.get(a) ?? 0) - (patches.get(b) ?? 0),
  );
}

function minorNumber(version: GoVersion): number {
  return Number(minorOf(version).split(".")[1] ?? 0);
}

/** Far from the wanted minor, or with no patch wanted, all are equal and the newest wins. */
function patchDistance(aim: Aim, version: GoVersion): number {
  if (aim.isPrerelease) return isPrerelease(version) ? 0 : 1;
  if (aim.patch === Number.POSITIVE_INFINITY || minorNumber(version) !== aim.minor) return 0;
  const patch = /^\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? 0;
  return Math.abs(Number(patch) - aim.patch);
}

function newestOfMinors(newestFirst: readonly GoVersion[]): GoVersion[] {
  const best = new Map<string, GoVersion>();
  for (const one of newestFirst) {
    const minor = minorOf(one);
    if (!isPrerelease(one) && !best.has(minor)) best.set(minor, one);
  }
  return best.size > 0
    ? [...best.values()].toSorted((a, b) => compareVersions(b, a))
    : [...newestFirst];
}
