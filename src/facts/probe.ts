/**
 * What a shell is given to run so that it says which `go` it sees, and how its
 * answer is found again in whatever its start files print:
 *
 *   @gostead-path /usr/bin:/bin
 *   @gostead-go /usr/bin/go         empty where there is none
 *   @gostead-type alias             what the word go is to it, where the shell can tell
 */

export type Dialect = "sh" | "bash" | "zsh" | "fish";

const FORMAT = String.raw`printf '\n@gostead-path %s\n@gostead-go %s\n@gostead-type %s\n'`;

const PROBES: Readonly<Record<Dialect, string>> = {
  sh: `${FORMAT} "$PATH" "$(command -v go)" ""`,
  bash: `${FORMAT} "$PATH" "$(type -P go)" "$(type -t go)"`,
  zsh: `${FORMAT} "$PATH" "$(whence -p go)" "$(whence -w go)"`,
  fish: `${FORMAT} (string join : $PATH) (command -s go; or echo) (type -t go 2>/dev/null; or echo)`,
};

export function probeOf(dialect: Dialect): string {
  return PROBES[dialect];
}

export interface Seen {
  readonly path: string;
  /** Absolute; null where it sees none. */
  readonly go: string | null;
  /** An alias or a function of that name comes before every program. */
  readonly alias: "alias" | "function" | null;
}

const ANSWER = /^@gostead-path (.*)\n@gostead-go (.*)\n@gostead-type (.*)$/gm;

/** The last answer in what a shell said; undefined when there is none. */
export function seenIn(output: string): Seen | undefined {
  const answer = [...output.matchAll(ANSWER)].at(-1);
  if (answer === undefined) return undefined;
  const [, path = "", go = "", type = ""] = answer;
  const alias = /\b(alias|function)\b/.exec(type)?.[1] ?? null;
  return {
    path,
    go: go.startsWith("/") ? go : null,
    alias: alias === "alias" || alias === "function" ? alias : null,
  };
}
