/**
 * An entry of GOPATH is no absolute path, or begins with a ~ that no shell has filled in:
 * cmd/go looks at that before any command (cmd/go/main.go).
 */
import { quoted } from "#model/quote.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const gopathRelative = defineRule({
  code: "gopath-relative",
  title: "GOPATH is no absolute path",
  why: "every go command stops: go: GOPATH entry is relative; must be absolute path",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOPATH", sources, (value) => {
      // A drive of Windows has a colon too.
      const entries = /^[A-Za-z]:[\\/]/.test(value) ? [] : value.split(":");
      const wrong = entries.find((entry) => entry !== "" && !entry.startsWith("/"));
      return wrong === undefined
        ? undefined
        : {
            severity: "error",
            says: `${quoted(wrong, 80)} is no absolute path`,
            advice: "run: unset GOPATH",
          };
    }),
});
