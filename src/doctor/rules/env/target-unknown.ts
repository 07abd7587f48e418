/** GOOS or GOARCH is one that no Go builds for. */
import { quoted } from "#model/quote.ts";
import { GO_PORTS } from "../../goports.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const targetUnknown = defineRule({
  code: "target-unknown",
  title: "GOOS or GOARCH is none that Go builds for",
  why: "nothing builds: go: unsupported GOOS/GOARCH pair",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    Object.entries(GO_PORTS).flatMap(([name, known]) =>
      faultsOf(name, sources, (value) =>
        value === "" || known.includes(value)
          ? undefined
          : {
              severity: "error",
              says: `no Go builds for ${quoted(value, 80)}`,
              advice: `run: unset ${name}`,
            },
      ),
    ),
});
