/**
 * The experiments that the Go that runs here has, where GOEXPERIMENT asks for any: the fields of
 * `src/internal/goexperiment/flags.go` of its tree, in lower case, and `regabi` for a pair of them.
 */
import { join } from "node:path";
import { activegoFact } from "./activego.ts";
import { defineFact, known, unknown } from "./fact.ts";
import { textOf } from "./read.ts";
import { settingsFact } from "./settings.ts";

const MAX = 1 << 18;

export interface GoExperiments {
  readonly version: string;
  readonly names: readonly string[];
}

export const goexperimentsFact = defineFact({
  name: "goexperiments",
  cost: "local",
  about: "the experiments that the Go that runs here has, where GOEXPERIMENT asks for any",
  needs: { settings: settingsFact, activego: activegoFact },
  reads: (_, { settings, activego }) =>
    settings.GOEXPERIMENT === undefined || activego?.goroot == null
      ? []
      : [{ file: join(activego.goroot, "src", "internal", "goexperiment", "flags.go"), max: MAX }],
  parse: ([answer], _, { activego }) => {
    if (answer === undefined) return known<GoExperiments | null>(null);
    const read = textOf(answer);
    if (read.is !== "text") {
      return unknown(`${read.path}: ${read.is === "absent" ? "it is not there" : read.reason}`);
    }
    const fields = [...read.text.matchAll(/^\t([A-Z]\w*) +bool$/gm)].map(([, name = ""]) => name);
    const names = fields.map((name) => name.toLowerCase());
    const alias = names.includes("regabiwrappers") ? ["regabi"] : [];
    return known<GoExperiments | null>({
      version: `go${activego?.version ?? ""}`,
      names: [...names, ...alias],
    });
  },
});
