/**
 * Shell code that sets and unsets exported variables, for `eval "$(gostead …)"` and, in fish,
 * `gostead … | source`. Whatever the value, evaluating the code gives exactly that value (security S7):
 * everything stands in single quotes, where no shell expands anything. One statement a line,
 * ended so that fish's `eval (…)`, which joins lines by spaces, works too. Safe under `set -eu`.
 */

/** `sh` stands for every POSIX shell: dash, busybox, ksh. */
export const SHELLS = ["sh", "bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Code that exports a variable. fish divides the value of a variable whose name ends in PATH at its colons, as
 * its own PATH wants it. Throws RangeError for what no shell could hold: a NUL, or a name that is none.
 */
export function assign(name: string, value: string, shell: Shell): string {
  const word = shellQuote(value, shell);
  return shell === "fish"
    ? `set -gx ${checked(name)} ${word};`
    : `export ${checked(name)}=${word};`;
}

/** Code that removes a variable; one that is not set is no error, except in fish's `$status`. */
export function unset(name: string, shell: Shell): string {
  return shell === "fish" ? `set -eg ${checked(name)};` : `unset -v ${checked(name)};`;
}

/** A value as one word of that shell, on one line in fish. Throws RangeError for a NUL. */
export function shellQuote(value: string, shell: Shell): string {
  if (value.includes("\0")) throw new RangeError("no shell word can hold a NUL");
  if (shell !== "fish") return `'${value.replaceAll("'", "'\\''")}'`;
  const escaped = value.replace(/['\\]/g, "\\$&");
  return `'${escaped.replaceAll("\n", "'\\n'")}'`;
}

function checked(name: string): string {
  if (NAME.test(name)) return name;
  throw new RangeError(`no variable can be called ${JSON.stringify(name)}`);
}
