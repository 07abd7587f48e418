/** The release line of the Go that runs gets no more fixes. */
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

export const policyUnsupported = defineRule({
  code: "policy-unsupported",
  title: "this Go gets no more fixes",
  why: "faults that are found from now on stay in every program that it builds",
  group: "policy",
  needs: ["policy", "activego", "golife"],
  check: (facts) =>
    judgeGo("policy-unsupported", facts, {
      asks: ({ go }) => go.supported === true,
      fault: () => {
        const { golife } = facts;
        if (golife === null || golife.support === "supported") return null;
        const advice = "gostead upgrade --plan names a version that is supported";
        if (golife.support === "prerelease") return { text: "it is a prerelease", advice };
        if (golife.support === "unknown") {
          return { text: `nobody knew its line on ${golife.asOf}`, advice };
        }
        return { text: `out of support since go${golife.endedBy}`, advice };
      },
    }),
});
