/**
 * The fewest changes of version after which no known advisory is left: every version
 * that has one moves to the newest release of its own line when that has none, else
 * up to the nearest line whose newest release has none. Pure.
 */
import { compareVersions, type GoVersion, isPrerelease, minorOf } from "#model/version.ts";
import { type Advisory, advisoriesOf } from "./advisory.ts";
import { lifecycleOf, releasedLines } from "./lifecycle.ts";

export interface Move {
  readonly from: GoVersion;
  /** Undefined: no release that is known is free of them. */
  readonly to?: GoVersion;
  /** Ids that the move leaves behind. */
  readonly clears: readonly string[];
  /** The next line: more than a patch release. */
  readonly crossesLine: boolean;
}

export interface Known {
  readonly versions: readonly GoVersion[];
  readonly advisories: readonly Advisory[];
}

/** A move for each version in use that has an advisory or is out of support; versions that stay have none. */
export function planUpgrades(used: readonly GoVersion[], known: Known): Move[] {
  return used.flatMap((from): Move[] => {
    const has = advisoriesOf(known.advisories, from).map(({ id }) => id);
    const { support } = lifecycleOf(from, known.versions);
    if (has.length === 0 && support !== "out-of-support") return [];
    const to = target(from, known);
    if (to === undefined) return [{ from, clears: [], crossesLine: false }];
    return [{ from, to, clears: has, crossesLine: minorOf(to) !== minorOf(from) }];
  });
}

/** The newest release of the first line, from its own on, that is supported and has no advisory. */
function target(from: GoVersion, { versions, advisories }: Known): GoVersion | undefined {
  for (const line of releasedLines(versions)) {
    if (compareVersions(line as GoVersion, minorOf(from) as GoVersion) < 0) continue;
    const newest = newestOf(line, versions);
    if (newest === undefined || compareVersions(newest, from) <= 0) continue;
    const clean = advisoriesOf(advisories, newest).length === 0;
    if (clean && lifecycleOf(newest, versions).support === "supported") return newest;
  }
  return undefined;
}

function newestOf(line: string, versions: readonly GoVersion[]): GoVersion | undefined {
  return versions
    .filter((one) => minorOf(one) === line && !isPrerelease(one))
    .sort(compareVersions)
    .at(-1);
}
