/**
 * `.go-version`: the first word of the first line that is neither empty nor a
 * `#` comment, within the first KiB. A byte order mark, carriage returns and NUL
 * bytes count for nothing. Text is latin1, so that a character is a byte.
 */
import { parseWord } from "./word.ts";

/** What a file says, and in which line. `bad` is what stands there instead of a version. */
export type Said =
  | { readonly word: string; readonly line: number }
  | { readonly bad: string; readonly line: number };

const LIMIT = 1024;
const BOM = "\xef\xbb\xbf";

export function parseGoVersionFile(latin1: string): Said {
  let line = 0;
  let size = 0;
  for (const text of linesOf(latin1)) {
    line += 1;
    size += text.length + 1;
    if (size > LIMIT) break;
    const first = firstWord(text);
    if (first === "" || first.startsWith("#")) continue;
    const word = parseWord(first);
    return word === undefined ? { bad: first, line } : { word, line };
  }
  return { bad: "no version", line: 1 };
}

/** Lines as shells read them: the last needs no newline, NUL is dropped. */
export function linesOf(latin1: string): string[] {
  const lines = latin1.replaceAll("\0", "").split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function firstWord(line: string): string {
  const plain = /^[ \t]*[0-9A-Za-z.@_+-]+(?=[ \t]|$)/.exec(line);
  if (plain !== null) return plain[0].trim();
  const [first = ""] = withoutMarks(line)
    .split(/[ \t]+/)
    .filter((word) => word !== "");
  return first;
}

/** Without a byte order mark in front and a carriage return at the end. */
export function withoutMarks(text: string): string {
  return (text.startsWith(BOM) ? text.slice(BOM.length) : text).replace(/\r$/, "");
}
