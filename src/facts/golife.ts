/** Whether the Go that runs here still gets fixes, and which faults of it are known, by the table at hand. */
import { advisoriesOf, fixedIn } from "#advisory/advisory.ts";
import { lifecycleOf, type Support } from "#advisory/lifecycle.ts";
import { parseVersion } from "#model/version.ts";
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
  readonly newest: string | null;
  readonly advisories: readonly { readonly id: string; readonly fixed: string | null }[];
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
    const { support, endedBy, newest } = lifecycleOf(version, table.versions);
    const advisories = advisoriesOf(table.advisories, version).map((one) => {
      return { id: one.id, fixed: fixedIn(one, version) ?? null };
    });
    return known<GoLife | null>({
      version,
      asOf: table.date,
      listed: table.versions.includes(version),
      support,
      endedBy: endedBy ?? null,
      newest: newest ?? null,
      advisories,
    });
  },
});
