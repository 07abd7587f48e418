/** Two newer release lines are out: the one of the Go that runs gets no more fixes (Go's release policy). */
import { defineRule } from "../../rule.ts";
import { judgeLife, PLAN } from "./life.ts";

export const goOutOfSupport = defineRule({
  code: "go-out-of-support",
  title: "the release line of this Go has ended",
  why: "faults that are found from now on are not mended in it",
  group: "toolchain",
  needs: ["golife"],
  check: ({ golife }) =>
    judgeLife(golife, ({ version, support, endedBy }) => {
      if (support !== "out-of-support") return [];
      const [line = version] = /^\d+\.\d+/.exec(version) ?? [];
      return [
        {
          severity: "warning",
          subject: `go${version}`,
          evidence: [{ text: `${line} is out of support since ${endedBy}` }],
          fix: [],
          advice: PLAN,
        },
      ];
    }),
});
