/** Each of Go's settings as it counts, and who set it: the environment wins over the user's file. */
import { environmentFact } from "./environment.ts";
import { defineFact, known } from "./fact.ts";
import { goenvfileFact } from "./goenvfile.ts";

export interface Setting {
  readonly value: string;
  readonly origin: "env" | "user";
}

export const settingsFact = defineFact({
  name: "settings",
  cost: "instant",
  about: "Go's settings as they count, and who set each",
  needs: { environment: environmentFact, goenvfile: goenvfileFact },
  reads: [],
  parse: (_, __, { environment, goenvfile }) => {
    const settings: Record<string, Setting> = {};
    for (const { name, value } of goenvfile.lines) {
      if (value === "") delete settings[name];
      else settings[name] = { value, origin: "user" };
    }
    for (const [name, value] of Object.entries(environment)) {
      settings[name] = { value, origin: "env" };
    }
    return known(settings);
  },
});
