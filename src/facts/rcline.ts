/**
 * Lines of start files, read without running them. What is more than one plain
 * assignment is kept as a line that names a variable, and not interpreted:
 * `sets` is then null, and no rule changes such a line.
 */
import { publicValue } from "./names.ts";

export type Syntax = "sh" | "fish" | "environment";

export interface RcLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Variables of Go's that it names, and PATH; `go` where it makes an alias or a function of that name. */
  readonly names: readonly string[];
  /** The one variable that the whole line assigns. */
  readonly sets: string | null;
  /** Its value where that is plain to see, ~ and $HOME filled in. */
  readonly value: string | null;
  /** It assigns and exports at once. */
  readonly exported: boolean;
}

const VARIABLE =
  /\b(GOROOT|GOPATH|GOBIN|GOFLAGS|GOENV|GOPROXY|GOSUMDB|GONOSUMDB|GONOSUMCHECK|GOPRIVATE|GOINSECURE|GOTOOLCHAIN|GO111MODULE|GOOS|GOARCH|GOCACHE|GOTMPDIR|GOEXPERIMENT)\b/g;
/** One word: quoted, or bare without anything that a shell interprets. */
const WORD = String.raw`'[^']*'|"(?:[^"\\$${"`"}]|\$\w+|\$\{\w+\})*"|(?:[^\s'"\\;&|<>()$${"`"}#]|\$\w+|\$\{\w+\})*`;
const ASSIGN: Readonly<Record<Syntax, RegExp>> = {
  sh: new RegExp(`^\\s*(export\\s+)?([A-Z][A-Z0-9_]*)=(${WORD})\\s*;?\\s*(?:#.*)?$`),
  fish: new RegExp(`^\\s*set\\s+((?:-\\S+\\s+)*)([A-Z][A-Z0-9_]*)\\s+(${WORD})\\s*(?:#.*)?$`),
  environment: /^\s*()([A-Z][A-Z0-9_]*)=("[^"]*"|'[^']*'|[^'"]*)\s*$/,
};

/** An alias, an abbreviation or a function named go, as far as one line shows it. */
const GO_ALIAS =
  /^\s*(?:alias\s+(?:-\w+\s+)*(?:--\s+)?go(?:=|\s)|abbr\s.*\bgo\s|function\s+go(?![\w.-])|go\s*\(\s*\))/;

/** `.` or `source` and a word without blanks. */
const READS = /(?:^|[\s;&|])(?:\.|source)\s+(["']?)([^\s"';&|]+)\1/g;

/** The names of the files, without directories, that lines read in: `. ~/.bashrc` gives `.bashrc`. */
export function namesRead(text: string): readonly string[] {
  const code = text.replace(/(^|\s)#.*$/gm, "");
  const names = [...code.matchAll(READS)].map(([, , file = ""]) => file.replace(/^.*\//, ""));
  return [...new Set(names)];
}

/**
 * The line, from 1, that ends a start file for shells that are not interactive:
 * `case $- in *i*) ;; *) return;; esac` and its like. Null when there is none.
 */
export function guardLine(text: string): number | null {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, ""));
  const at = lines.findIndex(
    (line, index) =>
      /(^|[\s;)&|])(return|exit)\b/.test(line) &&
      lines.slice(Math.max(0, index - 3), index + 1).some((one) => /\$-|\bPS1\b/.test(one)),
  );
  return at < 0 ? null : at + 1;
}

/** The lines that concern Go. `home` fills in ~ and $HOME. */
export function readLines(
  text: string,
  syntax: Syntax,
  home: string | undefined,
): readonly RcLine[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((one, at) => {
    const names = namesIn(one);
    if (names.length === 0) return [];
    // A line that goes on, or that goes on from the last, is no whole statement.
    const whole = !one.endsWith("\\") && !lines[at - 1]?.endsWith("\\");
    const set = whole ? ASSIGN[syntax].exec(one) : null;
    const [, how = "", name = null, word = ""] = set ?? [];
    return [
      {
        line: at + 1,
        text: publicValue(one),
        names,
        sets: name,
        value: name === null ? null : plainValue(publicValue(word), home),
        exported: syntax === "environment" || /^export|-\w*x/.test(how),
      },
    ];
  });
}

function namesIn(line: string): readonly string[] {
  const code = line.replace(/(^|\s)#.*$/, "");
  const names = new Set([...code.matchAll(VARIABLE)].map(([name]) => name));
  const path = /\bPATH\b|\bfish_user_paths\b|\bfish_add_path\b/.test(code);
  return [...names, ...(path ? ["PATH"] : []), ...(GO_ALIAS.test(code) ? ["go"] : [])];
}

/** Null when other variables stand in it. */
function plainValue(word: string, home: string | undefined): string | null {
  const single = /^'(.*)'$/.exec(word)?.[1];
  if (single !== undefined) return single;
  const double = /^"(.*)"$/.exec(word)?.[1];
  const text = double ?? word;
  const filled = home === undefined ? text : fillHome(text, home, double === undefined);
  return filled.includes("$") || (double === undefined && filled.startsWith("~")) ? null : filled;
}

function fillHome(text: string, home: string, bare: boolean): string {
  const named = text.replace(/\$\{HOME\}|\$HOME\b/g, () => home);
  return bare ? named.replace(/^~(?=\/|$)/, () => home) : named;
}
