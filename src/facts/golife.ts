/** Whether the Go that runs here still gets fixes, and which faults of it are known, by the table at hand. */
import { advisoriesOf, fixedIn } from "#advisory/advisory.ts";
import { lifecycleOf, type Support } from "#advisory/lifecycle.ts";
import { compareSemver, semverOf } from "#advisory/semver.ts";
import type { Table } from "#advisory/table.ts";
import {
  compareVersions,
  type GoVersion,
  isPrerelease,
  minorOf,
  parseVersion,
  sortVersions,
} from "#model/version.ts";
import { activegoFact } from "./activego.ts";
import { defineFact, known, unknown } from "./fact.ts";

export interface GoLife {
  readonly version: string;
  /** The day of the table. */
  readonly asOf: string;
  /** The table has the version: it is at least as old as the table. */
  readonly listed: boolean;
  readonly support: Support;
  readonly endedBy: string | null;
  /** Of its release line. */
  readonly newest: string | null;
  /** Releases of its line that are newer. */
  readonly behind: number;
  readonly advisories: readonly KnownFault[];
  /** The first newer release without any; null where none is known. */
  readonly clean: string | null;
}

export interface KnownFault {
  readonly id: string;
  readonly module: "stdlib" | "toolchain";
  readonly fixed: string | null;
  /** A release has the fix. */
  readonly mended: boolean;
}

export const golifeFact = defineFact({
  name: "golife",
  cost: "local",
  about: "whether the Go that runs here still gets fixes, and which faults of it are known",
  needs: { activego: activegoFact },
  reads: [],
  parse: (_, { asked }, { activego }) => {
    const version = parseVersion(activego?.version ?? "");
    if (activego === null) return known<GoLife | null>(null);
    if (version === undefined) return unknown(`${activego.path} does not tell its version`);
    const table = asked?.table();
    if (table === undefined) return unknown("there is no table of advisories");
    return known<GoLife | null>(lifeOf(version, table));
  },
});

function lifeOf(version: GoVersion, table: Table): GoLife {
  const { support, endedBy, newest } = lifecycleOf(version, table.versions);
  const newer = sortVersions(table.versions).filter(
    (one) => compareVersions(one, version) > 0 && !isPrerelease(one),
  );
  return {
    version,
    asOf: table.date,
    listed: table.versions.includes(version),
    support,
    endedBy: endedBy ?? null,
    newest: newest ?? null,
    behind: newer.filter((one) => minorOf(one) === minorOf(version)).length,
    advisories: faultsOf(version, table),
    clean: newer.find((one) => advisoriesOf(table.advisories, one).length === 0) ?? null,
  };
}

function faultsOf(version: GoVersion, { advisories, versions }: Table): readonly KnownFault[] {
  return advisoriesOf(advisories, version).map((one) => {
    const fixed = fixedIn(one, version) ?? null;
    const has = (release: GoVersion) =>
      fixed !== null && !isPrerelease(release) && compareSemver(fixed, semverOf(release)) <= 0;
    return { id: one.id, module: one.module, fixed, mended: versions.some(has) };
  });
}
