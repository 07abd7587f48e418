/**
 * Small text files that shells read too: lines, marks and values. Text is latin1,
 * so that a character is a byte. Lines end with a newline, the last needs none;
 * NUL bytes, a byte order mark in front and a carriage return behind count for
 * nothing. The shell says the same in src/activate/pinfile.sh.
 */
import { parseWord } from "./word.ts";

/** What a file says of Go, and in which line. `bad` is what stands there instead of a version. */
export type Said =
  | {
      readonly word: string;
      /** As it stands there. */
      readonly value: string;
      readonly line: number;
      /** The first line that holds one more version, which does not count. */
      readonly extra?: number;
    }
  | Bad;

export interface Bad {
  readonly bad: string;
  readonly line: number;
}

/** What a line says: a version as text, or what stands there instead of one. */
export type Spoken = { readonly version: string } | { readonly bad: string };

const LIMIT = 65536;
const BOM = "\xef\xbb\xbf";

/** Lines as shells read them. */
export function linesOf(latin1: string): string[] {
  const lines = latin1.replaceAll("\0", "").split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Without a byte order mark in front and a carriage return at the end. */
export function withoutMarks(text: string): string {
  return (text.startsWith(BOM) ? text.slice(BOM.length) : text).replace(/\r$/, "");
}

/**
 * What the first line says that says anything, within 64 KiB; undefined when none
 * does. `speak` sees each line in turn, without marks, and at last undefined for
 * the end of the file. A merge marker before that line is no version.
 */
export function findSaid(
  latin1: string,
  speak: (line: string | undefined) => Spoken | undefined,
): Said | undefined {
  let line = 0;
  let size = 0;
  for (const raw of linesOf(latin1)) {
    line += 1;
    size += raw.length + 1;
    if (size > LIMIT) return { bad: "more than 64 KiB", line };
    const text = withoutMarks(raw);
    const spoken = text.startsWith("<<<<<<<") ? { bad: text } : speak(text);
    if (spoken !== undefined) return saidBy(spoken, line);
  }
  const end = speak(undefined);
  return end === undefined ? undefined : saidBy(end, line);
}

function saidBy(spoken: Spoken, line: number): Said {
  if ("bad" in spoken) return { bad: spoken.bad || "no version", line };
  const word = parseWord(spoken.version);
  if (word === undefined) return { bad: spoken.version || "no version", line };
  return { word, value: spoken.version, line };
}

/** Without blanks and tabs around. */
export function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

/**
 * The text that a value stands for, and what follows it: in single or double
 * quotes, else up to the next blank. undefined when the closing quote is missing.
 */
export function quotedOrBare(value: string): { text: string; rest: string } | undefined {
  const [, double, single, bare, rest = ""] =
    /^(?:"([^"]*)"|'([^']*)'|(?!["'])([^ \t]*))(.*)$/s.exec(value) ?? [];
  const text = double ?? single ?? bare;
  return text === undefined ? undefined : { text, rest: trimmed(rest) };
}

/** A value alone on its line: nothing but a comment may follow. */
export function loneValue(value: string): Spoken {
  const found = quotedOrBare(value);
  return found === undefined || !/^(#|$)/.test(found.rest)
    ? { bad: value }
    : { version: found.text };
}
