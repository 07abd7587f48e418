/**
 * What matching needs of an advisory of the Go vulnerability database about the
 * standard library or the toolchain, and the test of a version. Pure.
 */
import type { GoVersion } from "#model/version.ts";
import { compareSemver, type Semver, semverOf } from "./semver.ts";

/** From `introduced` on, up to but not including `fixed`; without `fixed` no release has the fix. */
export interface Range {
  readonly introduced: Semver;
  readonly fixed?: Semver;
}

/** A package that holds the fault; `goos` and `goarch` are given where only some platforms have it. */
export interface Place {
  readonly path: string;
  readonly goos?: readonly string[];
  readonly goarch?: readonly string[];
}

export interface Advisory {
  /** GO-2026-4337. */
  readonly id: string;
  /** CVE and GHSA numbers. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly module: "stdlib" | "toolchain";
  readonly ranges: readonly Range[];
  readonly places: readonly Place[];
}

/** Whether a Go of this version has the fault, on some platform at least. */
export function affects({ ranges }: Advisory, version: GoVersion): boolean {
  return rangeOf(ranges, semverOf(version)) !== undefined;
}

/** The version that ends the range in which `version` lies; undefined where it lies in none, or none is fixed. */
export function fixedIn({ ranges }: Advisory, version: GoVersion): Semver | undefined {
  return rangeOf(ranges, semverOf(version))?.fixed;
}

function rangeOf(ranges: readonly Range[], version: Semver): Range | undefined {
  return ranges.find(
    ({ introduced, fixed }) =>
      compareSemver(introduced, version) <= 0 &&
      (fixed === undefined || compareSemver(version, fixed) < 0),
  );
}

/** Those that a version has, in the order given. */
export function advisoriesOf(all: readonly Advisory[], version: GoVersion): Advisory[] {
  return all.filter((one) => affects(one, version));
}

/** The platforms to which an advisory is limited, `windows` or `windows, js/wasm`; undefined for all. */
export function platformsOf({ places }: Advisory): string | undefined {
  const limits = places.map(({ goos, goarch }) => [...(goos ?? []), ...(goarch ?? [])].join("/"));
  if (limits.length === 0 || limits.includes("")) return undefined;
  return [...new Set(limits)].join(", ");
}
