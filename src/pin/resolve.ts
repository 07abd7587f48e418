/**
 * Which Go runs here, and who said so (peers §5). From the highest: the argument
 * `+1.24.6`, GOSTEAD_VERSION, GOENV_VERSION, GOTOOLCHAIN when it names a version,
 * the nearest .go-version, the nearest go.work, else go.mod (minimums against the
 * user's default), the user's default. The shim says the same in shell
 * (src/activate/resolve.sh); test/data/pins holds the two equal.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { type GoVersion, parseVersion } from "#model/version.ts";
import { parseGoMod } from "./gomod.ts";
import { linesOf, parseGoVersionFile, type Said } from "./goversionfile.ts";
import { wantedBy } from "./minimum.ts";
import type { Pin, PinKind, Question } from "./pin.ts";
import { findCandidates } from "./place.ts";
import { parseWord, wordOfGotoolchain } from "./word.ts";

/** The pin for a directory; undefined when nothing asks for any version. Throws `bad-pin`. */
export function resolvePin(question: Question): Pin | undefined {
  return givenPin(question) ?? filePin(question);
}

/** The user's default version; undefined when none is set. Throws `bad-pin`. */
export function defaultPin(home: string): Pin | undefined {
  const file = join(home, "default");
  const [text = ""] = linesOf(readText(file) ?? "");
  const [first = ""] = text.split(/[ \t]+/).filter((word) => word !== "");
  if (text === "") return undefined;
  const word = parseWord(first);
  if (word === undefined) throw badPin({ bad: text, line: 1 }, file);
  return { word, kind: "default", file, line: 1 };
}

function givenPin({ argument, env }: Question): Pin | undefined {
  const given: readonly [PinKind, string | undefined][] = [
    ["argument", argument],
    ["GOSTEAD_VERSION", env.GOSTEAD_VERSION],
    ["GOENV_VERSION", env.GOENV_VERSION],
    ["GOTOOLCHAIN", wordOfGotoolchain(env.GOTOOLCHAIN ?? "")],
  ];
  for (const [kind, text] of given) {
    if (text === undefined || text === "") continue;
    const word = parseWord(text);
    if (word !== undefined) return { word, kind };
    const source = kind === "argument" ? "the argument" : kind;
    throw new GosteadError("bad-pin", `${source} names no Go version: ${quoted(text)}`, {
      fix: "write a version such as 1.24 or 1.24.6 there",
    });
  }
  return undefined;
}

function filePin(question: Question): Pin | undefined {
  const { goVersion, goWork, goMod } = findCandidates(question);
  if (goVersion !== undefined) {
    const said = parseGoVersionFile(readText(goVersion) ?? "");
    if ("bad" in said) throw badPin(said, goVersion);
    return { word: said.word, kind: ".go-version", file: goVersion, line: said.line };
  }
  if (goWork !== undefined) return minimumPin(question.home, goWork, "go.work");
  if (goMod !== undefined) return minimumPin(question.home, goMod, "go.mod");
  return defaultPin(question.home);
}

function minimumPin(home: string, file: string, kind: "go.work" | "go.mod"): Pin | undefined {
  const directives = parseGoMod(readText(file) ?? "");
  // Judged first, so that a toolchain line that names none is told whatever the default is.
  const alone = wantedBy(directives, undefined);
  if (alone.kind === "bad") throw badPin(alone, file);
  const own = defaultPin(home);
  if (own?.word === "system" || alone.kind === "default") return own;
  const wanted = own === undefined ? alone : wantedBy(directives, concrete(home, own.word));
  if (wanted.kind !== "word") return own;
  return { word: wanted.word, kind, file, line: wanted.line };
}

/** The exact version behind a word: for `1.22` what the toolchain that it stands for says. */
function concrete(home: string, word: string): GoVersion | undefined {
  const bare = word.replace(/@.*/, "");
  const exact = /^[0-9].*\..*[.a-z]/.test(bare);
  const told = exact ? undefined : readText(join(home, "links", word, "VERSION"));
  const [version = bare] = told === undefined ? [] : linesOf(told);
  return parseVersion(version.replace(/^go/, "").replace(/-.*/, ""));
}

function badPin(said: Extract<Said, { bad: string }>, file: string): GosteadError {
  const value = quoted(Buffer.from(said.bad, "latin1").toString());
  return new GosteadError("bad-pin", `${file}:${said.line} names no Go version: ${value}`, {
    fix: "write a version such as 1.24 or 1.24.6 there",
  });
}

/** A file's bytes as latin1; undefined when it cannot be read. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
