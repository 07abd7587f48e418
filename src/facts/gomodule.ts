/** The go.mod and the go.work around the working directory, the nearest of each. */
import { join } from "node:path";
import { defineFact, known } from "./fact.ts";
import { upward } from "./upward.ts";

const NAMES = ["go.mod", "go.work"];

export interface GoModule {
  readonly gomod: string | null;
  readonly gowork: string | null;
}

export const gomoduleFact = defineFact({
  name: "gomodule",
  cost: "instant",
  about: "the go.mod and the go.work around the working directory",
  reads: ({ cwd }) =>
    upward(cwd).flatMap((at) =>
      NAMES.map((name) => ({ file: join(at, name), max: 1, head: true as const })),
    ),
  parse: (answers) => {
    const nearest = (name: string) =>
      answers.find(({ is, path }) => is !== "absent" && path.endsWith(`/${name}`))?.path ?? null;
    return known<GoModule>({ gomod: nearest("go.mod"), gowork: nearest("go.work") });
  },
});
