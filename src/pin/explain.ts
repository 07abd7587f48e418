/**
 * Which Go runs here, who said so, and who else had a say (peers §5). From the
 * highest: the argument `+1.24.6`, GOSTEAD_VERSION, GOENV_VERSION, GOTOOLCHAIN when
 * it names a version, the nearest file of PIN_FILES that says something of Go, the
 * nearest go.work, else go.mod (minimums against the user's default), the user's
 * default, the go outside gostead. The shim says the same in shell
 * (src/activate/resolve.sh); test/data/pins holds the two equal.
 */
import { belowModule } from "./below.ts";
import { defaultCandidate } from "./default.ts";
import { badPin } from "./error.ts";
import { givenCandidates } from "./given.ts";
import { type Module, moduleCandidates, rulingModule } from "./module.ts";
import { type Candidate, type Explanation, PIN_FILES, type Pin, type Question } from "./pin.ts";
import { findPlaces, type PinPlace } from "./place.ts";
import { UNREADABLE } from "./read.ts";

/** Every source that says something, the one that counts, and what is wrong with it. Throws nothing. */
export function explainPin(question: Question): Explanation {
  const given = givenCandidates(question);
  const { onIgnored: _, ...deaf } = question;
  const decided = given.some(({ skipped }) => skipped === undefined);
  const { pins, modules } = findPlaces(decided ? deaf : question);
  const own = defaultCandidate(question.home);
  const ruling = rulingModule(modules);
  const chain = inOrder([
    ...given,
    ...pins.map(pinCandidate),
    ...moduleCandidates(modules, { home: question.home, ruling, own }),
    ...(own === undefined ? [] : [own]),
    { kind: "system", value: "go on PATH", word: "system" },
  ]);
  return answer(chain, (pin) => below(question.home, pin, ruling));
}

function pinCandidate({ kind, file, said, skipped }: PinPlace): Candidate {
  const at = { kind, file, ...(skipped === undefined ? {} : { skipped }) };
  if (said === undefined) return { ...at, value: "" };
  const { line } = said;
  return "bad" in said
    ? { ...at, line, value: said.bad, error: badPin(said, file) }
    : { ...at, line, value: said.value, word: said.word };
}

/** The first that counts makes all others lose. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const first = candidates.findIndex(({ skipped }) => skipped === undefined);
  const name = nameOf(candidates[first]);
  return candidates.map((one, index) =>
    index <= first || one.skipped !== undefined ? one : { ...one, skipped: `${name} comes first` },
  );
}

function nameOf(candidate: Candidate | undefined): string {
  if (candidate?.kind === "argument") return "the argument";
  return candidate?.kind === "default" ? "your default" : (candidate?.kind ?? "");
}

function answer(chain: readonly Candidate[], check: (pin: Pin) => Candidate["error"]): Explanation {
  const first = chain.find(({ skipped }) => skipped === undefined);
  if (first?.error !== undefined) return { winner: undefined, error: first.error, chain };
  const winner = pinOf(first);
  const error = winner === undefined ? undefined : check(winner);
  if (error === undefined) return { winner, chain };
  const marked = chain.map((one) => (one === first ? { ...one, error } : one));
  return { winner: undefined, error, chain: marked };
}

function pinOf(candidate: Candidate | undefined): Pin | undefined {
  if (candidate?.word === undefined || candidate.kind === "system") return undefined;
  const { word, kind, file, line } = candidate;
  return {
    word,
    kind,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** Files alone are held against go.mod: who gives an argument or a variable means it. */
function below(home: string, pin: Pin, ruling: Module | undefined): Candidate["error"] {
  const fromFile = PIN_FILES.some((kind) => kind === pin.kind);
  if (!fromFile || ruling === undefined) return undefined;
  if (ruling.directives === undefined) return badPin(UNREADABLE, ruling.file);
  return belowModule(home, pin, ruling);
}
