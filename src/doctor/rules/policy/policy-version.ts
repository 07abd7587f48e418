/** The Go that runs is older than the policy wants, or none that it allows. */
import { parseVersion } from "#model/version.ts";
import { versionFault } from "#policy/go.ts";
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

export const policyVersion = defineRule({
  code: "policy-version",
  title: "the policy does not allow this version of Go",
  why: "programs are built by a Go that nobody agreed on",
  group: "policy",
  needs: ["policy", "activego"],
  check: (facts) =>
    judgeGo("policy-version", facts, {
      asks: ({ go }) => go.minVersion !== undefined || go.allowed !== undefined,
      fault: ({ policy, go }) => {
        const version = parseVersion(go.version ?? "");
        const advice = "pin a version that the policy allows: gostead pin VERSION";
        if (version === undefined) return { text: "it does not tell its version", advice };
        const text = versionFault(policy.go, version);
        return text === null ? null : { text, advice };
      },
    }),
});
