/** Advisories about the Go that runs are known. */
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

const SHOWN = 5;

export const policyVulnerable = defineRule({
  code: "policy-vulnerable",
  title: "faults of this Go are known",
  why: "programs that it builds carry them",
  group: "policy",
  needs: ["policy", "activego", "golife"],
  check: (facts) =>
    judgeGo("policy-vulnerable", facts, {
      asks: ({ go }) => go.noKnownAdvisories === true,
      fault: () => {
        const ids = facts.golife?.advisories.map(({ id }) => id) ?? [];
        if (ids.length === 0) return null;
        const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : "";
        const count = ids.length === 1 ? "1 advisory" : `${ids.length} advisories`;
        return {
          text: `${count} as of ${facts.golife?.asOf}: ${ids.slice(0, SHOWN).join(", ")}${more}`,
          advice: "gostead vulns tells them, gostead upgrade --plan a version without",
        };
      },
    }),
});
