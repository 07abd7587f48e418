/** The Go that runs was released more recently than the policy wants: faults of a new release show in its first days. */
import { daysBetween } from "#policy/day.ts";
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

export const policyReleaseAge = defineRule({
  code: "policy-release-age",
  title: "this Go is newer than the policy wants",
  why: "the faults of a new release are found in its first days",
  group: "policy",
  needs: ["policy", "activego", "golife"],
  check: (facts) =>
    judgeGo("policy-release-age", facts, {
      asks: ({ go }) => go.minReleaseAge !== undefined,
      fault: ({ policy, today, go }) => {
        const wanted = policy.go.minReleaseAge ?? 0;
        const { golife } = facts;
        // Before Go 1.21 no file tells: at least as old as the table that lists it.
        const known = go.released ?? (golife?.listed === true ? golife.asOf : null);
        const age = known === null ? undefined : daysBetween(known, today);
        if (age !== undefined && age >= wanted) return null;
        const advice = "pin an older release, or wait";
        if (age === undefined) return { text: "nothing tells when it was released", advice };
        const when = go.released === null ? "no file tells its day; it is" : "it is";
        return { text: `${when} ${age} days old at least, and must be ${wanted}`, advice };
      },
    }),
});
