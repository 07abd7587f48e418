/** GO111MODULE is on, off, auto or empty: for anything else no go command runs. */
import { quoted } from "#model/quote.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

const KNOWN: ReadonlySet<string> = new Set(["", "on", "off", "auto"]);

export const go111moduleUnknown = defineRule({
  code: "go111module-unknown",
  title: "GO111MODULE has a value that Go does not know",
  why: "every go command stops: go: unknown environment setting GO111MODULE",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GO111MODULE", sources, (value) =>
      KNOWN.has(value)
        ? undefined
        : {
            severity: "error",
            says: `${quoted(value, 80)} is none of on, off, auto`,
            advice: "run: unset GO111MODULE",
          },
    ),
});
