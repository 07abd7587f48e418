/** The user's default version: the word in GOSTEAD_HOME/default, and the exact version behind a word. */
import { join } from "node:path";
import type { GosteadError } from "#model/error.ts";
import { type GoVersion, parseVersion } from "#model/version.ts";
import { badPin } from "./error.ts";
import { linesOf } from "./lines.ts";
import type { Candidate, Pin } from "./pin.ts";
import { readText, statOf, UNREADABLE } from "./read.ts";
import { parseWord } from "./word.ts";

/** The user's default version; undefined when none is set. Throws `bad-pin`. */
export function defaultPin(home: string): Pin | undefined {
  const candidate = defaultCandidate(home);
  if (candidate?.error !== undefined) throw candidate.error;
  if (candidate?.word === undefined) return undefined;
  return { word: candidate.word, kind: "default", file: candidate.file, line: 1 };
}

interface DefaultCandidate extends Candidate {
  readonly file: string;
  readonly error?: GosteadError;
}

/** The default as one source among others; undefined when none is set. */
export function defaultCandidate(home: string): DefaultCandidate | undefined {
  const file = join(home, "default");
  if (statOf(file)?.isFile() !== true) return undefined;
  const at = { kind: "default", file, line: 1 } as const;
  const text = readText(file);
  if (text === undefined) return { ...at, value: "", error: badPin(UNREADABLE, file) };
  const [value = ""] = linesOf(text);
  if (value === "") return undefined;
  const [first = ""] = value.split(/[ \t]+/).filter((word) => word !== "");
  const word = parseWord(first);
  if (word === undefined) return { ...at, value, error: badPin({ bad: value, line: 1 }, file) };
  return { ...at, value, word };
}

/**
 * The exact version behind a word: for `1.22` what the toolchain that it stands for
 * says, or 1.22 when there is none. undefined for a word that is no version.
 */
export function concrete(home: string, word: string): GoVersion | undefined {
  const bare = word.replace(/@.*/, "");
  const told = isExact(word) ? undefined : readText(join(home, "links", word, "VERSION"));
  const [version = bare] = told === undefined ? [] : linesOf(told);
  return parseVersion(version.replace(/^go/, "").replace(/-.*/, ""));
}

/** Whether a word names one version and not the newest of several. */
export function isExact(word: string): boolean {
  return /^[0-9].*\..*[.a-z]/.test(word.replace(/@.*/, ""));
}
