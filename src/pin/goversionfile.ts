/**
 * `.go-version`: the first word of the first line that is neither empty nor a
 * `#` comment, within the first KiB. A second such line does not count, and is
 * told (spec B1.3).
 */
import { linesOf, type Said, withoutMarks } from "./lines.ts";
import { parseWord } from "./word.ts";

const LIMIT = 1024;

export function parseGoVersionFile(latin1: string): Said {
  const [own, next] = firstWords(latin1);
  if (own === undefined) return { bad: "no version", line: 1 };
  const word = parseWord(own.value);
  if (word === undefined) return { bad: own.value, line: own.line };
  return { word, ...own, ...(next === undefined ? {} : { extra: next.line }) };
}

function firstWords(latin1: string): { value: string; line: number }[] {
  let line = 0;
  let size = 0;
  const found: { value: string; line: number }[] = [];
  for (const text of linesOf(latin1)) {
    line += 1;
    size += text.length + 1;
    if (size > LIMIT) break;
    const value = firstWord(text);
    if (value !== "" && !value.startsWith("#")) found.push({ value, line });
  }
  return found;
}

function firstWord(line: string): string {
  const plain = /^[ \t]*[0-9A-Za-z.@_+-]+(?=[ \t]|$)/.exec(line);
  if (plain !== null) return plain[0].trim();
  const [first = ""] = withoutMarks(line)
    .split(/[ \t]+/)
    .filter((word) => word !== "");
  return first;
}
