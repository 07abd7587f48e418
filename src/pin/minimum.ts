/**
 * What go.mod and go.work ask for, as cmd/go decides it (cmd/go/internal/toolchain.
 * Select): both lines are minimums. The default toolchain runs when it satisfies
 * them, else the version of the higher line does. `toolchain default` always means
 * the default. Pure.
 */
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";
import type { Directives } from "./gomod.ts";
import { parseWord } from "./word.ts";

/** `default`: the user's default satisfies the file; `bad`: a toolchain line that names none. */
export type Wanted =
  | { readonly kind: "default" }
  | { readonly kind: "word"; readonly word: string; readonly line: number }
  | { readonly kind: "bad"; readonly bad: string; readonly line: number };

/** `have` is the version of the user's default; undefined when there is none to compare with. */
export function wantedBy(directives: Directives, have: GoVersion | undefined): Wanted {
  const { go, toolchain } = directives;
  if (toolchain?.value === "default") return { kind: "default" };
  let wanted: Wanted = { kind: "default" };
  let highest = have;
  if (toolchain !== undefined && toolchain.value !== "") {
    const named = namedToolchain(toolchain.value);
    if (named === undefined) return { kind: "bad", bad: toolchain.value, line: toolchain.line };
    if (isBelow(highest, named.version)) {
      wanted = { kind: "word", word: named.word, line: toolchain.line };
      highest = named.version;
    }
  }
  const language = go === undefined || go.value.includes("-") ? undefined : plainVersion(go.value);
  if (go !== undefined && language !== undefined && isBelow(highest, language)) {
    wanted = { kind: "word", word: language, line: go.line };
  }
  return wanted;
}

function isBelow(have: GoVersion | undefined, wanted: GoVersion): boolean {
  return have === undefined || compareVersions(have, wanted) < 0;
}

function namedToolchain(value: string): { word: string; version: GoVersion } | undefined {
  const word = value.startsWith("go") ? parseWord(value) : undefined;
  const version = word === undefined ? undefined : plainVersion(word.replace(/-.*/, ""));
  return word === undefined || version === undefined ? undefined : { word, version };
}

/** A version written without a `go` in front. */
function plainVersion(text: string): GoVersion | undefined {
  return text.startsWith("go") ? undefined : parseVersion(text);
}
