/** The user's shell, as SHELL names it. */
import { basename } from "node:path";
import { defineFact, known, unknown } from "./fact.ts";

export const shellFact = defineFact({
  name: "shell",
  cost: "instant",
  about: "the user's shell",
  reads: [{ env: "SHELL" }],
  parse: ([path]) => (path ? known({ path, name: basename(path) }) : unknown("SHELL is not set")),
});
