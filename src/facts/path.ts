/** The entries of PATH in order, and what stands at each. */
import { isAbsolute } from "node:path";
import { defineFact, known } from "./fact.ts";
import type { DirectoryAnswer } from "./read.ts";

/** A longer PATH than any kernel passes on in one variable would hold. */
const MAX_NAMES = 100_000;

export interface PathEntry {
  /** From 1. */
  readonly position: number;
  /** As it stands in PATH. */
  readonly text: string;
  /** `relative` and `empty` ones mean the working directory: Go runs nothing from there. */
  readonly state: "directory" | "missing" | "unreadable" | "relative" | "empty";
  /** Of an unreadable one: no directory, not permitted. */
  readonly reason?: string;
}

const entriesOf = (path: string | undefined) => (path ? path.split(":") : []);

export const pathFact = defineFact({
  name: "path",
  cost: "instant",
  about: "the entries of PATH, in order",
  reads: ({ env }) =>
    entriesOf(env.PATH).map((entry) => ({
      directory: isAbsolute(entry) ? entry : "/",
      max: MAX_NAMES,
    })),
  parse: (answers, { env }) => {
    const texts = entriesOf(env.PATH);
    const entries = answers.map((answer, at): PathEntry => entryOf(texts[at] ?? "", at, answer));
    return known({ entries });
  },
});

function entryOf(text: string, at: number, answer: DirectoryAnswer): PathEntry {
  const place = { position: at + 1, text };
  if (text === "") return { ...place, state: "empty" };
  if (!isAbsolute(text)) return { ...place, state: "relative" };
  if (answer.is === "directory") return { ...place, state: "directory" };
  if (answer.is === "absent") return { ...place, state: "missing" };
  return { ...place, state: "unreadable", reason: answer.reason };
}
