/** How a policy file is refused: the place, what is wrong there, what to do. */
import { GosteadError } from "#model/error.ts";

export function badPolicy(place: string, what: string, fix = "correct that line"): GosteadError {
  return new GosteadError("bad-setting", `${place}: ${what}`, { fix });
}
