/**
 * Go versions without the `go` prefix, ordered as cmd/go orders them
 * (go/version, internal/gover): numbers first, then no stage < alpha < beta < rc.
 *
 *   1.22.6  1.26rc1  1.23.4-custom  1.20    major[.minor[.patch | stage number]][-suffix]
 *
 * Before 1.21 a missing patch means 0: 1.20 is a release and equals 1.20.0. From
 * 1.21 on, 1.21 is the language and comes before 1.21rc1, which comes before
 * 1.21.0. A suffix names a custom build and takes no part in comparing.
 */

export type GoVersion = string & { readonly brand: "GoVersion" };

const VERSION =
  /^([1-9]\d{0,3})(?:\.(0|[1-9]\d{0,5})(?:\.(0|[1-9]\d{0,5})|(alpha|beta|rc)([1-9]\d{0,5}))?)?(?:-[0-9A-Za-z.+-]{1,64})?$/;

const NO_PATCH = -1;
const STAGES = ["", "alpha", "beta", "rc"];

/** Go's own five parts as numbers: major, minor, patch (-1: language), stage (0: none), number. */
type Key = readonly [number, number, number, number, number];

/**
 * The version, or undefined when it is none. Accepts an optional `go` prefix.
 * Stricter than Go, never laxer: numbers have at most six digits, stages are
 * alpha, beta and rc with a number, and a suffix is safe in a file name.
 */
export function parseVersion(text: string): GoVersion | undefined {
  const bare = text.startsWith("go") ? text.slice(2) : text;
  return VERSION.test(bare) ? (bare as GoVersion) : undefined;
}

/** Negative, 0 or positive as go/version.Compare; versions that differ in suffix only are equal. */
export function compareVersions(a: GoVersion, b: GoVersion): number {
  const keyA = keyOf(a);
  const keyB = keyOf(b);
  for (const [index, part] of keyA.entries()) {
    const difference = part - (keyB[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** True for 1.26rc1 and 1.26beta1. A suffix (1.22.6-rc1) makes no prerelease. */
export function isPrerelease(version: GoVersion): boolean {
  return keyOf(version)[3] !== 0;
}

/** The language version, as go/version.Lang: `1.22` of 1.22.6 and of 1.22rc1, `1` of 1.0.3. */
export function minorOf(version: GoVersion): string {
  const [major, minor] = keyOf(version);
  return major === 1 && minor === 0 ? "1" : `${major}.${minor}`;
}

/** A sorted copy, oldest first; versions that compare equal by their text. */
export function sortVersions(versions: readonly GoVersion[]): GoVersion[] {
  return versions.toSorted((a, b) => compareVersions(a, b) || (a < b ? -1 : Number(a > b)));
}

function keyOf(version: GoVersion): Key {
  const [, major = "0", minor, patch, stage = "", number = "0"] = VERSION.exec(version) ?? [];
  return [
    Number(major),
    Number(minor ?? 0),
    patchOf({ minor, patch, stage }),
    STAGES.indexOf(stage),
    Number(number),
  ];
}

/** gover.Parse: `1` is 1.0.0; a bare minor is its own first release only before 1.21. */
function patchOf(parts: {
  minor: string | undefined;
  patch: string | undefined;
  stage: string;
}): number {
  if (parts.patch !== undefined) return Number(parts.patch);
  if (parts.minor === undefined) return 0;
  return parts.stage === "" && Number(parts.minor) < 21 ? 0 : NO_PATCH;
}
