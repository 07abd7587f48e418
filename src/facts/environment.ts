/** Go's variables in the environment, those that are set. */
import { defineFact, known } from "./fact.ts";
import { publicValue, SETTINGS } from "./names.ts";

export const environmentFact = defineFact({
  name: "environment",
  cost: "instant",
  about: "Go's variables in the environment",
  reads: () => SETTINGS.map((env) => ({ env })),
  parse: (answers) => {
    const set: Record<string, string> = {};
    for (const [at, name] of SETTINGS.entries()) {
      const value = answers[at];
      // Go takes an empty value for unset.
      if (value) set[name] = publicValue(value);
    }
    return known(set);
  },
});
