/** The kernel, or macOS or Windows, is older than a Go here needs. */
import { compareDotted } from "#facts/dotted.ts";
import { floorFor } from "../../floor.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const systemBelowFloor = defineRule({
  code: "system-below-floor",
  title: "the system is older than this Go allows",
  why: "programs of it stop at the start, or fail where an old kernel does not know a call",
  group: "preflight",
  needs: ["system", "goversions", "floors"],
  check: ({ system, goversions: { versions }, floors: { floors } }) => {
    if (versions.length === 0) return notApplicable("no Go is here, and --for names none");
    return versions.flatMap(({ version, by }) => {
      const needs = floorFor(version, system, floors);
      if (needs === undefined || compareDotted(system.version, needs) >= 0) return [];
      const text = `this is ${system.name}; go${version} (${by}) needs ${needs}`;
      const advice = `use ${newestFor(system, floors)}, or a newer system`;
      return [
        { severity: "error", subject: `go${version}`, evidence: [{ text }], fix: [], advice },
      ];
    });
  },
});

type Args = Parameters<typeof floorFor>;

/** The last minor that still fits: the one before the first row that asks for too much. */
function newestFor(system: Args[1] & { readonly version: string }, floors: Args[2]): string {
  const minors = floors
    .filter((row) => row.os === system.os && (row.arch === null || row.arch === system.goarch))
    .filter(({ needs }) => compareDotted(system.version, needs) < 0)
    .map(({ from }) => Number(from.split(".")[1] ?? 0));
  const first = Math.min(...minors);
  return Number.isFinite(first) && first > 1 ? `Go 1.${first - 1} or older` : "an older Go";
}
