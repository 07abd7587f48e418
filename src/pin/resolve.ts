/** The pin of a directory, or what is wrong with it. explain.ts knows the order. */
import { explainPin } from "./explain.ts";
import type { Pin, Question } from "./pin.ts";

export { defaultPin } from "./default.ts";

/** The pin for a directory; undefined when nothing asks for any version. Throws `bad-pin`, `pin-below-module`. */
export function resolvePin(question: Question): Pin | undefined {
  const { winner, error } = explainPin(question);
  if (error !== undefined) throw error;
  return winner;
}
