/** GO111MODULE=off: Go looks for packages in GOPATH alone and reads no go.mod. */
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const go111moduleOff = defineRule({
  code: "go111module-off",
  title: "modules are switched off",
  why: "go reads no go.mod: packages are looked for in GOPATH alone",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GO111MODULE", sources, (value) =>
      value === "off" ? { severity: "error", advice: "run: unset GO111MODULE" } : undefined,
    ),
});
