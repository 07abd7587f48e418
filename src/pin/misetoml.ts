/**
 * `mise.toml` and `.mise.toml`, line by line: in the section `[tools]`
 *
 *   go = "1.25"    go = { version = "1.25", … }    go = ["1.25", …]    go = "prefix:1.25"
 *
 * with `go` or `golang`, either kind of quotes, and a comment behind. Every other
 * way to write it (a quoted or dotted key, `[tools.go]`, a value that goes on in the
 * next line, an escape, `core:go`) is no version and is named with its line: the
 * shell reads the same lines, and neither may overlook what the other sees. Nothing
 * else of the file is read: no templates, no environment, no hooks.
 */
import { findSaid, quotedOrBare, type Said, type Spoken, trimmed } from "./lines.ts";

/** Where the reader stands. */
interface Place {
  section: "top" | "tools" | "other";
  /** The quotes that end the string of several lines that it is in. */
  until?: string | undefined;
}

export function parseMiseToml(latin1: string): Said | undefined {
  const place: Place = { section: "top" };
  return findSaid(latin1, (line) =>
    line === undefined ? atEnd(place) : speak(place, trimmed(line)),
  );
}

function atEnd({ until }: Place): Spoken | undefined {
  return until === undefined ? undefined : { bad: `no ${until} at the end` };
}

function speak(place: Place, line: string): Spoken | undefined {
  if (place.until !== undefined) {
    if (line.includes(place.until)) place.until = undefined;
    return undefined;
  }
  if (line === "" || line.startsWith("#")) return undefined;
  place.until = openString(line);
  if (line.startsWith("[")) return header(place, line);
  return place.section === "other" ? undefined : entry(place, line);
}

/** The quotes of a string that begins in this line and does not end in it. */
function openString(line: string): string | undefined {
  const [, before = "", quotes = "", behind = ""] = /^(.*?)("""|''')(.*)$/s.exec(line) ?? [];
  return quotes === "" || before.includes("#") || behind.includes(quotes) ? undefined : quotes;
}

function header(place: Place, line: string): Spoken | undefined {
  const plain = plainKey(line);
  place.section = "other";
  if (/^\[tools\][ \t]*(#|$)/.test(line)) place.section = "tools";
  else if (/^\[(tools\]|tools\.(core:)?go(lang)?[\].])/.test(plain)) return { bad: line };
  return undefined;
}

function entry({ section }: Place, line: string): Spoken | undefined {
  const key = plainKey(line.replace(/=.*/s, ""));
  if (section === "top") return /^tools(\.|$)/.test(key) ? { bad: line } : undefined;
  if (!/^(core:)?go(lang)?(\.|$)/.test(key)) return undefined;
  const [, value] = /^go(?:lang)?[ \t]*=[ \t]*(.*)$/s.exec(line) ?? [];
  return value === undefined ? { bad: line } : versionIn(value);
}

function plainKey(text: string): string {
  return text.replace(/[ \t"']/g, "");
}

function versionIn(value: string): Spoken {
  const [, table, list] = /^(?:(\{[ \t]*version[ \t]*=[ \t]*)|(\[[ \t]*))/.exec(value) ?? [];
  const opened = table ?? list ?? "";
  const text = value.slice(opened.length);
  const found = /^["']/.test(text) ? quotedOrBare(text) : undefined;
  const next = table === undefined ? (list === undefined ? /^(#|$)/ : /^[\],]/) : /^[},]/;
  if (found === undefined || !next.test(found.rest)) return { bad: value };
  return { version: found.text.replace(/^prefix:/, "") };
}
