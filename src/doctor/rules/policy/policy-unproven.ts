/** The checksum log has not proven the Go that runs. */
import { judgeGo } from "../../policy.ts";
import { defineRule } from "../../rule.ts";

export const policyUnproven = defineRule({
  code: "policy-unproven",
  title: "the checksum log has not proven this Go",
  why: "a toolchain that somebody changed changes every program that it builds",
  group: "policy",
  needs: ["policy", "activego"],
  check: (facts) =>
    judgeGo("policy-unproven", facts, {
      asks: ({ go }) => go.proven === true,
      fault: ({ go }) => {
        if (go.proven) return null;
        const advice =
          go.version === null
            ? "install a Go with gostead install, and put its shims first on PATH"
            : `gostead install ${go.version}, and put its shims first on PATH; gostead verify says more of a tree`;
        const text = go.managed
          ? "its receipt proves nothing"
          : "gostead does not keep it, and nobody has proven it";
        return { text, advice };
      },
    }),
});
