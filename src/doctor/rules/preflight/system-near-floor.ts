/** This Go is the last one that runs on this system: the next minor asks for a newer one. */
import { compareDotted } from "#facts/dotted.ts";
import { floorFor, follows, nextFloor } from "../../floor.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const systemNearFloor = defineRule({
  code: "system-near-floor",
  title: "this is the last Go that runs on this system",
  why: "the next release line does not start here, and this one gets no fixes for ever",
  group: "preflight",
  needs: ["system", "goversions", "floors"],
  check: ({ system, goversions: { versions }, floors: { floors } }) => {
    if (versions.length === 0) return notApplicable("no Go is here, and --for names none");
    return versions.flatMap(({ version, by }) => {
      const next = nextFloor(version, system, floors);
      const needs = floorFor(version, system, floors) ?? "0";
      const fits = compareDotted(system.version, needs) >= 0;
      if (next === undefined || !fits || !follows(next.go, version)) return [];
      if (compareDotted(system.version, next.needs) >= 0) return [];
      const text = `this is ${system.name}; go${version} (${by}) runs on it, Go ${next.go} needs ${next.needs}`;
      const advice = `plan a newer system before Go ${next.go}: this release line gets no fixes once two newer ones are out`;
      return [
        { severity: "warning", subject: `go${version}`, evidence: [{ text }], fix: [], advice },
      ];
    });
  },
});
