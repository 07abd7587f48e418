/** GOEXPERIMENT names an experiment that the Go that runs here does not have. */
import { quoted } from "#model/quote.ts";
import { defineRule, notApplicable } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const goexperimentUnknown = defineRule({
  code: "goexperiment-unknown",
  title: "GOEXPERIMENT names what this Go does not have",
  why: "every go command stops: go: unknown GOEXPERIMENT",
  group: "env",
  needs: ["goexperiments", "environment", "goenvfile", "rc"],
  check: ({ goexperiments, ...sources }) => {
    if (goexperiments === null) return notApplicable("GOEXPERIMENT is not set, or no Go runs here");
    const { version, names } = goexperiments;
    return faultsOf("GOEXPERIMENT", sources, (value) => {
      const lost = value.split(",").filter((word) => !isKnown(word, names));
      return lost.length === 0
        ? undefined
        : {
            severity: "error",
            says: `${version} knows no ${lost.map((word) => quoted(word, 80)).join(", ")}`,
            advice: "run: unset GOEXPERIMENT",
          };
    });
  },
});

/** As internal/buildcfg reads it: `none`, a name, or `no` before one; an empty word is nothing. */
function isKnown(word: string, names: readonly string[]): boolean {
  if (word === "" || word === "none") return true;
  return names.includes(word.startsWith("no") ? word.slice(2) : word);
}
