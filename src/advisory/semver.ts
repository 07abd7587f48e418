/**
 * Semantic versions as the Go vulnerability database writes Go's own: 1.21.0 for
 * go1.21.0, 1.27.0-rc.3 for go1.27rc3, 1.25.0-0 for all that comes before the first
 * prerelease of 1.25. Ordered as semver.org 2.0.0 §11 says. Pure.
 */
import type { GoVersion } from "#model/version.ts";

export type Semver = string & { readonly brand: "Semver" };

const SEMVER = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]{1,64}))?$/;

/** `0`, as OSV writes the beginning, is 0.0.0-0. Undefined for what is no version. */
export function parseSemver(text: string): Semver | undefined {
  if (text === "0") return "0.0.0-0" as Semver;
  return SEMVER.test(text) ? (text as Semver) : undefined;
}

/** `1.21` is 1.21.0 and `1.27rc3` is 1.27.0-rc.3; a builder's suffix does not count. */
export function semverOf(version: GoVersion): Semver {
  const bare = version.replace(/-.*/, "");
  const [, numbers = "", stage, nth] = /^([\d.]+?)(?:(alpha|beta|rc)(\d+))?$/.exec(bare) ?? [];
  const [major = "0", minor = "0", patch = "0"] = numbers.split(".");
  const pre = stage === undefined ? "" : `-${stage}.${nth}`;
  return `${major}.${minor}.${patch}${pre}` as Semver;
}

/** Negative, 0 or positive. */
export function compareSemver(a: Semver, b: Semver): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.pre.length === 0 || other.pre.length === 0) {
    return Number(one.pre.length === 0) - Number(other.pre.length === 0);
  }
  return comparePre(one.pre, other.pre);
}

interface Parts {
  readonly numbers: readonly number[];
  readonly pre: readonly string[];
}

function partsOf(version: Semver): Parts {
  const [, major, minor, patch, pre = ""] = SEMVER.exec(version) ?? [];
  const numbers = [major, minor, patch].map(Number);
  return { numbers, pre: pre === "" ? [] : pre.split(".") };
}

function comparePre(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const beside = other[index];
    if (beside === undefined) return 1;
    const difference = compareIdentifiers(part, beside);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Numbers by value and before words, words by their bytes. */
function compareIdentifiers(a: string, b: string): number {
  const [isA, isB] = [a, b].map((text) => /^\d+$/.test(text));
  if (isA && isB) return a.length - b.length || (a < b ? -1 : Number(a > b));
  if (isA !== isB) return isA ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}
