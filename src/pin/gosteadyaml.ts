/**
 * The `go:` key of gostead.yaml, line by line: at the first column, with a plain or
 * quoted version and perhaps a comment behind.
 *
 *   go: 1.24    go: "1.24.6"  # why
 *
 * What YAML could hide that key in (a quoted key, braces, an indented top level,
 * `? go`, a value in the next line) is no version and is named with its line: the
 * shell reads the same lines, and neither may overlook what the other sees. Whether
 * the rest of the file is valid is for config/ to say.
 */
import { findSaid, loneValue, type Said, type Spoken, trimmed } from "./lines.ts";

export function parseGosteadYaml(latin1: string): Said | undefined {
  let begun = false;
  return findSaid(latin1, (line) => {
    if (line === undefined || /^[ \t]*(#|$)/.test(line)) return undefined;
    const spoken = speak(line, begun);
    begun ||= !/^(%|---|\.\.\.)/.test(line);
    return spoken;
  });
}

function speak(line: string, begun: boolean): Spoken | undefined {
  if (/^(%|[ \t])/.test(line))
    return begun || line.startsWith("%") ? undefined : { bad: trimmed(line) };
  if (/^(---|\.\.\.)[ \t]*(#|$)/.test(line)) return undefined;
  if (/^go[ \t:]/.test(line)) return keyed(line);
  const quoted = /^"/.test(line) ? /^"go"|^[^:]*\\/ : /^'go'/;
  return /^[0-9A-Za-z_"'}\]-]/.test(line) && !/^---/.test(line) && !quoted.test(line)
    ? undefined
    : { bad: trimmed(line) };
}

function keyed(line: string): Spoken {
  const value = /^go:([ \t].*)?$/s.exec(line);
  return value === null ? { bad: trimmed(line) } : loneValue(trimmed(value[1] ?? ""));
}
