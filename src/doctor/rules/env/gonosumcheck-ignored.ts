/** GONOSUMCHECK, which old advice names: no Go reads it, GONOSUMDB is what it is called. */
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const gonosumcheckIgnored = defineRule({
  code: "gonosumcheck-ignored",
  title: "GONOSUMCHECK is set, which Go does not read",
  why: "who set it believes that modules are excepted from the checksum database, and they are not",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GONOSUMCHECK", sources, () => ({
      severity: "info",
      advice: "unset it, and name your own modules in GOPRIVATE or GONOSUMDB",
    })),
});
