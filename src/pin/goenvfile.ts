/**
 * `.goenv`: lines KEY=VALUE, of which GO_VERSION alone is a pin. `export ` in
 * front, quotes and comments are tolerated; nothing is expanded, so a backslash, a
 * `$` or a blank around `=` makes no version (spec B, data shapes).
 */
import { findSaid, loneValue, type Said, type Spoken, trimmed } from "./lines.ts";

export function parseGoenvFile(latin1: string): Said | undefined {
  return findSaid(latin1, (line) => (line === undefined ? undefined : speak(trimmed(line))));
}

function speak(line: string): Spoken | undefined {
  const assignment = line.replace(/^export[ \t]+/, "");
  const [, between, value = ""] = /^GO_VERSION([ \t]*)=(.*)$/s.exec(assignment) ?? [];
  if (between === undefined) return undefined;
  return between !== "" || /^[ \t]/.test(value) ? { bad: line } : loneValue(value);
}
