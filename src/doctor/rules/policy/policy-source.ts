/** The Go that runs came from a place that the policy does not allow, or from nobody knows where. */
import { sourceFault } from "#policy/go.ts";
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

export const policySource = defineRule({
  code: "policy-source",
  title: "this Go came from another place than the policy wants",
  why: "nobody vouches for where the toolchain came from",
  group: "policy",
  needs: ["policy", "activego"],
  check: (facts) =>
    judgeGo("policy-source", facts, {
      asks: ({ go }) => go.sources !== undefined,
      fault: ({ policy, go }) => {
        const text = sourceFault(policy.go, go.source);
        const advice = `install it with GOPROXY=${policy.go.sources?.[0] ?? ""}: gostead install`;
        return text === null ? null : { text, advice };
      },
    }),
});
