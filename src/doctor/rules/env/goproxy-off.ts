/** GOPROXY=off: what is not in the module cache is not had. Who vendors everything means it. */
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const goproxyOff = defineRule({
  code: "goproxy-off",
  title: "GOPROXY is off",
  why: "a module that is not in the cache or in vendor/ is not had: module lookup disabled by GOPROXY=off",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOPROXY", sources, (value) =>
      value.trim() === "off"
        ? {
            severity: "info",
            advice: "if nobody means it: go env -u GOPROXY, and unset GOPROXY",
            meant: true,
          }
        : undefined,
    ),
});
