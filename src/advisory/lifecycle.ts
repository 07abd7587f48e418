/**
 * Which releases of Go are supported: each major release until there are two newer
 * ones (Go's release policy). Computed from the list of versions alone. Pure.
 */
import { compareVersions, type GoVersion, isPrerelease, minorOf } from "#model/version.ts";

export type Support = "supported" | "out-of-support" | "prerelease" | "unknown";

export interface Lifecycle {
  readonly support: Support;
  /** Its release line, `1.24`. */
  readonly line: string;
  /** The newest release of its line; undefined when the list has none. */
  readonly newest?: GoVersion;
  /** The release that ended its support, `1.26.0`, or will: `1.27` has none yet. */
  readonly endedBy?: string;
}

/** Lines with a release, oldest first: `1.24`, `1.25` … */
export function releasedLines(versions: readonly GoVersion[]): string[] {
  const lines = new Set(versions.filter((one) => !isPrerelease(one)).map(minorOf));
  return [...lines].sort((a, b) => compareVersions(a as GoVersion, b as GoVersion));
}

/** What `versions`, the releases that are known, say of one of them. */
export function lifecycleOf(version: GoVersion, versions: readonly GoVersion[]): Lifecycle {
  const line = minorOf(version);
  const lines = releasedLines(versions);
  const at = lines.indexOf(line);
  const newest = versions
    .filter((one) => minorOf(one) === line && !isPrerelease(one))
    .sort(compareVersions)
    .at(-1);
  const base = newest === undefined ? { line } : { line, newest };
  if (at === -1) return { ...base, support: isPrerelease(version) ? "prerelease" : "unknown" };
  const ender = lines[at + 2];
  if (ender !== undefined) return { ...base, support: "out-of-support", endedBy: ender };
  return { ...base, support: isPrerelease(version) ? "prerelease" : "supported" };
}
