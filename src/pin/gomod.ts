/**
 * The `go` and `toolchain` lines of go.mod and go.work, read as cmd/go reads them
 * before it chooses a toolchain (internal/gover.GoModLookup): the first line of
 * each kind wherever it stands, `//` begins a comment, nothing else of the file
 * is looked at. So a file that is no go.mod at all still has an answer.
 */
import { linesOf, withoutMarks } from "./lines.ts";

export interface Directive {
  /** Words joined by one space: more than one is no version. May be empty. */
  readonly value: string;
  readonly line: number;
}

export interface Directives {
  readonly go?: Directive;
  readonly toolchain?: Directive;
}

export function parseGoMod(latin1: string): Directives {
  const found: { go?: Directive; toolchain?: Directive } = {};
  for (const [index, text] of linesOf(latin1).entries()) {
    const [, key, rest = ""] = /^[ \t]*(go|toolchain)[ \t]+([^ \t].*)$/s.exec(text) ?? [];
    if (key !== "go" && key !== "toolchain") continue;
    found[key] ??= { value: joinedWords(rest), line: index + 1 };
  }
  return found;
}

function joinedWords(text: string): string {
  return withoutMarks(text.replace(/\/\/.*/s, "").replace(/[ \t]+$/, ""))
    .split(/[ \t]+/)
    .filter((word) => word !== "")
    .join(" ");
}
