/**
 * One line of a `.goenv` (spec B, data shapes): KEY=VALUE, `export ` in front is tolerated, `#` begins a comment. In
 * double quotes \" \\ and \n are escapes, single quotes are literal, and nothing is ever expanded: a `$` or a backtick is
 * refused outside single quotes, since whoever wrote it expected that. Which names count is not said here (#config).
 */

export interface GoenvAssignment {
  readonly key: string;
  readonly value: string;
}

/** What stands there instead: no assignment at all, or no value that can be read. */
export interface BadGoenvLine {
  readonly bad: "line" | "value";
  readonly text: string;
}

/** Undefined for empty lines and comments. */
export function readGoenvLine(text: string): GoenvAssignment | BadGoenvLine | undefined {
  const line = text.trim();
  if (line === "" || line.startsWith("#")) return undefined;
  const [, key, rest] = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line) ?? [];
  if (key === undefined || rest === undefined) return { bad: "line", text: line };
  const value = readValue(rest);
  if (value === undefined || /[\t\n]/.test(value)) return { bad: "value", text: rest };
  return { key, value };
}

/** Undefined for what is neither a word nor one quoted text, with a comment behind it at most. */
function readValue(text: string): string | undefined {
  const single = /^'([^']*)'\s*(#.*)?$/.exec(text);
  if (single !== null) return single[1];
  const double = /^"((?:[^"\\$`]|\\["\\n])*)"\s*(#.*)?$/.exec(text);
  if (double !== null) {
    return (double[1] ?? "").replace(/\\(.)/g, (_all, letter) => (letter === "n" ? "\n" : letter));
  }
  const bare = text.replace(/\s+#.*$/, "").trim();
  return /["'\\$`]/.test(bare) ? undefined : bare;
}

/** The line that says it; undefined for a value that no quotes can hold. */
export function formatGoenvLine({ key, value }: GoenvAssignment): string | undefined {
  if (/[\t\r\n\0]/.test(value)) return undefined;
  if (!/[$`]/.test(value)) return `${key}="${value.replace(/["\\]/g, "\\$&")}"`;
  return value.includes("'") ? undefined : `${key}='${value}'`;
}
