/** The version words that lead to an installed Go: what `links/` holds, and what the shim finds there. */
import { selectVersion } from "./query.ts";
import { type GoVersion, isPrerelease, minorOf, sortVersions } from "./version.ts";

/**
 * What a minor such as `1.22` means among these versions: its newest release; a
 * prerelease only while there is none. The links that the shim reads say the same.
 */
export function newestOfMinor(
  minor: string,
  versions: readonly GoVersion[],
): GoVersion | undefined {
  const early = versions.filter((one) => isPrerelease(one) && minorOf(one) === minor);
  return selectVersion({ kind: "minor", minor }, versions) ?? sortVersions(early).at(-1);
}

/**
 * Each version by its word, each minor by its newest. 1.20 means its newest patch although
 * it was a release itself; that one is 1.20.0 (as query.ts has it).
 */
export function linkWords(versions: readonly GoVersion[]): ReadonlyMap<string, GoVersion> {
  const words = new Map<string, GoVersion>();
  for (const version of versions) {
    words.set(/^\d+\.\d+$/.test(version) ? `${version}.0` : version, version);
  }
  for (const minor of new Set(sortVersions(versions).map(minorOf))) {
    const newest = newestOfMinor(minor, versions);
    if (newest !== undefined) words.set(minor, newest);
  }
  return words;
}
