/** How a policy file is refused: the place, what is wrong there, what to do. */
import { GosteadError } from "#model/error.ts";
import type { Place } from "#yaml/tree.ts";

export function badPolicy(place: string, what: string, fix = "correct that line"): GosteadError {
  return new GosteadError("bad-setting", `${place}: ${what}`, { fix });
}

/** The same for the reader of YAML, which knows lines and no files. */
export function refuserOf(file: string): (what: string, where?: Place) => GosteadError {
  return (what, where) =>
    where === undefined
      ? badPolicy(file, what, "correct that file")
      : badPolicy(`${file}:${where.line}`, what);
}
