/** Advisories about the Go that runs are known, and a release has what mends them. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, defineRule } from "../../rule.ts";
import { judgeLife, PLAN } from "./life.ts";

const SHOWN = 5;

type Fault = NonNullable<FactValue<"golife">>["advisories"][number];

export const goVulnerable = defineRule({
  code: "go-vulnerable",
  title: "faults of this Go are known and mended",
  why: "programs that it builds carry the faults, if they use what has them",
  group: "toolchain",
  needs: ["golife"],
  check: ({ golife }) =>
    judgeLife(golife, ({ version, asOf, advisories, clean }): readonly Draft[] => {
      const mended = advisories.filter((one) => one.mended);
      const shown = mended.length > 0 ? mended : advisories;
      if (shown.length === 0) return [];
      const way = clean === null ? "" : `, none in ${clean}`;
      return [
        {
          // Nobody can do anything about a fault that no release mends.
          severity: mended.length > 0 ? "warning" : "info",
          subject: `go${version}`,
          evidence: [{ text: `${countOf(shown)} as of ${asOf}${way}` }, { text: namesOf(shown) }],
          fix: [],
          advice: mended.length > 0 ? PLAN : "no release mends them yet: gostead vulns tells each",
        },
      ];
    }),
});

/** `44 advisories (40 in its standard library, 4 in its tools)` */
function countOf(faults: readonly Fault[]): string {
  const std = faults.filter(({ module }) => module === "stdlib").length;
  const places = [
    [std, "standard library"],
    [faults.length - std, "tools"],
  ] as const;
  const parts = places.filter(([number]) => number > 0);
  const number = faults.length === 1 ? "1 advisory" : `${faults.length} advisories`;
  return parts.length === 1
    ? `${number} in its ${parts[0]?.[1]}`
    : `${number} (${parts.map(([many, place]) => `${many} in its ${place}`).join(", ")})`;
}

function namesOf(faults: readonly Fault[]): string {
  const newest = faults.map(({ id }) => id).reverse();
  const more = newest.length > SHOWN ? ` and ${newest.length - SHOWN} more` : "";
  return newest.slice(0, SHOWN).join(", ") + more;
}
