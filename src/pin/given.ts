/** What was given and not read from a file: an argument, then three variables. Pure. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Candidate, GivenKind, Question } from "./pin.ts";
import { parseWord, wordOfGotoolchain } from "./word.ts";

/** In the order in which they count; those that are empty or unset are not there. */
export function givenCandidates({ argument, env }: Question): readonly Candidate[] {
  const given: readonly (readonly [GivenKind, string | undefined])[] = [
    ["argument", argument],
    ["GOSTEAD_VERSION", env.GOSTEAD_VERSION],
    ["GOENV_VERSION", env.GOENV_VERSION],
    ["GOTOOLCHAIN", env.GOTOOLCHAIN],
  ];
  return given.flatMap(([kind, text]) =>
    text === undefined || text === "" ? [] : [candidate(kind, text)],
  );
}

function candidate(kind: GivenKind, value: string): Candidate {
  const text = kind === "GOTOOLCHAIN" ? wordOfGotoolchain(value) : value;
  if (text === undefined) return { kind, value, skipped: "it names no version" };
  const word = parseWord(text);
  if (word !== undefined) return { kind, value, word };
  const source = kind === "argument" ? "the argument" : kind;
  const error = new GosteadError("bad-pin", `${source} names no Go version: ${quoted(text)}`, {
    fix: "write a version such as 1.24 or 1.24.6 there",
  });
  return { kind, value, error };
}
