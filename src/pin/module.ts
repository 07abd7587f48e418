/**
 * What the go.work, else the go.mod, that rules a directory asks for: its lines as
 * candidates, of which at most one counts. They are minimums against the user's
 * default (minimum.ts).
 */

import { concrete, type defaultCandidate } from "./default.ts";
import { badPin } from "./error.ts";
import { type Directive, type Directives, parseGoMod } from "./gomod.ts";
import { wantedBy } from "./minimum.ts";
import type { Candidate } from "./pin.ts";
import type { ModulePlace } from "./place.ts";
import { readText, UNREADABLE } from "./read.ts";
import { parseWord } from "./word.ts";

/** The file that rules: the nearest go.work, else the nearest go.mod. */
export interface Module {
  readonly kind: "go.work" | "go.mod";
  readonly file: string;
  /** undefined when it cannot be read. */
  readonly directives: Directives | undefined;
}

export function rulingModule(modules: readonly ModulePlace[]): Module | undefined {
  const open = modules.filter(({ skipped }) => skipped === undefined);
  const place = open.find(({ kind }) => kind === "go.work") ?? open[0];
  if (place === undefined) return undefined;
  const text = readText(place.file);
  const directives = text === undefined ? undefined : parseGoMod(text);
  return { kind: place.kind, file: place.file, directives };
}

interface Against {
  readonly home: string;
  readonly ruling: Module | undefined;
  readonly own: ReturnType<typeof defaultCandidate>;
}

/** One candidate a line; a file that rules nothing, or has no such line, is one too. */
export function moduleCandidates(
  modules: readonly ModulePlace[],
  against: Against,
): readonly Candidate[] {
  const { ruling } = against;
  const own = ruling === undefined ? [] : rulingCandidates(ruling, against);
  const others = modules.filter(({ file }) => file !== ruling?.file);
  return [...own, ...others.flatMap((place) => idleCandidates(place))];
}

function idleCandidates({ kind, file, skipped }: ModulePlace): readonly Candidate[] {
  const why = skipped ?? "go.work counts instead";
  const found = linesIn({ kind, file, directives: parseGoMod(readText(file) ?? "") });
  return found.map((candidate) => ({ ...candidate, skipped: why }));
}

function rulingCandidates(module: Module, { home, own }: Against): readonly Candidate[] {
  const { kind, file, directives } = module;
  if (directives === undefined) {
    return [{ kind, file, line: 1, value: "", error: badPin(UNREADABLE, file) }];
  }
  const lines = linesIn(module);
  // Judged first, so that a toolchain line that names none is told whatever the default is.
  const alone = wantedBy(directives, undefined);
  if (alone.kind === "bad") {
    return lines.map((one) =>
      one.line === alone.line
        ? { ...one, error: badPin(alone, file) }
        : { ...one, skipped: "the toolchain line is wrong" },
    );
  }
  const deferred = deferral(own);
  const have = own?.word === undefined ? undefined : concrete(home, own.word);
  const wanted = deferred === undefined ? wantedBy(directives, have) : { kind: "default" as const };
  const why = deferred ?? reason(directives, have);
  return lines.map((one) =>
    wanted.kind === "word" && wanted.line === one.line
      ? { ...one, word: wanted.word }
      : {
          ...one,
          skipped: one.skipped ?? (wanted.kind === "word" ? "the other line asks for more" : why),
        },
  );
}

/** Why no line counts whatever it says. */
function deferral(own: Against["own"]): string | undefined {
  if (own?.error !== undefined) return "it is compared with your default, which is wrong";
  return own?.word === "system" ? "your default is the system's go" : undefined;
}

function reason({ toolchain }: Directives, have: string | undefined): string {
  if (toolchain?.value === "default") return "toolchain default means your default";
  return have === undefined ? "it asks for nothing" : `your default, ${have}, is new enough`;
}

function linesIn({ kind, file, directives = {} }: Module): readonly Candidate[] {
  const { go, toolchain } = directives;
  const found = [lineOf("toolchain", toolchain), lineOf("go", go)].filter(
    (line) => line !== undefined,
  );
  if (found.length === 0) return [{ kind, file, value: "", skipped: "it has no go line" }];
  return found.map((line) => ({ kind, file, ...line }));
}

function lineOf(key: "go" | "toolchain", directive: Directive | undefined) {
  if (directive === undefined) return undefined;
  const { line, value } = directive;
  const word = value === "default" ? undefined : parseWord(value);
  return { line, value: `${key} ${value}`, ...(word === undefined ? {} : { word }) };
}
