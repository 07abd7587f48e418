/**
 * A project's `.goenv` (spec B, data shapes): UTF-8, lines `KEY=VALUE`, `export ` in front is tolerated, `#` begins a comment.
 * In double quotes \" \\ and \n are escapes, single quotes are literal, and nothing is ever expanded: a `$` or a
 * backtick is refused outside single quotes, since whoever wrote it expected that. Of the names an allow-list counts;
 * others are a warning, and those that make programs run foreign code are refused (security S7).
 */
import { isAbsolute, resolve } from "node:path";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export const GOENV_FILE = ".goenv";

export interface GoenvLine {
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** Why it needs `gostead allow --unsafe`; absent for what an ordinary `allow` lets count. */
  readonly lowers?: string;
}

export interface Goenv {
  readonly lines: readonly GoenvLine[];
  /** Of names that nobody knows. */
  readonly warnings: readonly string[];
}

/** GO_VERSION is the pin's (src/pin) and counts without `allow`; GO_BUILD_TAGS become GOFLAGS=-tags=…. */
const KNOWN = new Set(
  `GO_VERSION GO_BUILD_TAGS GO111MODULE GOCACHE GOMODCACHE GOBIN GOFLAGS GOPROXY GOSUMDB GOPRIVATE GONOPROXY GONOSUMDB
  GOINSECURE GOWORK GOEXPERIMENT GOAMD64 GOARM CGO_ENABLED GOMAXPROCS GOMEMLIMIT GODEBUG`.split(
    /\s+/,
  ),
);
const REFUSED =
  /^(PATH|LD_.*|DYLD_.*|CC|CXX|GOROOT|GOENV|GOAUTH|GOTOOLCHAIN|ENV|BASH_ENV|IFS|NODE_.*)$/;
const PATHS = new Set(["GOCACHE", "GOMODCACHE", "GOBIN"]);
const RUNS_CODE = /(^|\s)['"]?--?(toolexec|overlay|modfile|ldflags|exec|vettool)\b/;

/** What the bytes of a `.goenv` set; relative caches are below `directory`. The last line of a name counts. Throws `bad-setting`. */
export function parseGoenv(bytes: Uint8Array, file: string, directory: string): Goenv {
  const found = new Map<string, GoenvLine>();
  const warnings: string[] = [];
  for (const [index, text] of decoded(bytes, file).split(/\r?\n/).entries()) {
    const place = { file, line: index + 1 };
    const said = parseLine(text, place);
    if (said === undefined) continue;
    const [key, value] = said;
    if (REFUSED.test(key)) throw fault(place, `${key} may not be set`, "take that line out");
    if (KNOWN.has(key)) found.set(key, lineOf(key, value, { ...place, directory }));
    else warnings.push(`${file}:${place.line}: unknown key ${quoted(key)} is ignored`);
  }
  return { lines: [...found.values()], warnings };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function decoded(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {}
  throw new GosteadError("bad-setting", `${file} is binary, not lines of KEY=VALUE`, {
    fix: "write it as text in UTF-8",
  });
}

function parseLine(text: string, place: Place): [string, string] | undefined {
  const line = text.trim();
  if (line === "" || line.startsWith("#")) return undefined;
  const [, key, rest] = /^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line) ?? [];
  if (key === undefined || rest === undefined) {
    throw fault(place, `no KEY=VALUE: ${quoted(line)}`, "write KEY=VALUE, without blanks around =");
  }
  const value = parseValue(rest);
  if (value === undefined || /[\t\n]/.test(value)) {
    throw fault(
      place,
      `no value that can be read: ${quoted(rest)}`,
      "quote it with ' or \"; nothing is expanded, so $ and ` may only stand in single quotes",
    );
  }
  return [key, value];
}

/** Undefined for what is neither a word nor one quoted text, with a comment behind it at most. */
function parseValue(text: string): string | undefined {
  const single = /^'([^']*)'\s*(#.*)?$/.exec(text);
  if (single !== null) return single[1];
  const double = /^"((?:[^"\\$`]|\\["\\n])*)"\s*(#.*)?$/.exec(text);
  if (double !== null) {
    return (double[1] ?? "").replace(/\\(.)/g, (_all, letter) => (letter === "n" ? "\n" : letter));
  }
  const bare = text.replace(/\s+#.*$/, "").trim();
  return /["'\\$`]/.test(bare) ? undefined : bare;
}

function lineOf(key: string, value: string, { line, directory }: Place & { directory: string }) {
  const isBelow = PATHS.has(key) && value !== "" && !isAbsolute(value);
  const lowers = lowering(key, value);
  return {
    key,
    value: isBelow ? resolve(directory, value) : value,
    line,
    ...(lowers === undefined ? {} : { lowers }),
  };
}

/** What a value takes from the proof of modules, or lets run. */
function lowering(key: string, value: string): string | undefined {
  if (key === "GOPROXY") return "it chooses where modules come from";
  if (key === "GOINSECURE") return "modules would come without TLS";
  if (key === "GOSUMDB") return "it chooses who proves modules";
  const patterns = value.split(",").map((pattern) => pattern.trim());
  if (/^GO(PRIVATE|NOSUMDB|NOPROXY)$/.test(key) && patterns.some((one) => /^[*?]/.test(one))) {
    return "it exempts modules of every host";
  }
  if (key === "GOFLAGS" && RUNS_CODE.test(value)) return "such a flag runs or replaces code";
  return undefined;
}

function fault({ file, line }: Place, what: string, fix: string): GosteadError {
  return new GosteadError("bad-setting", `${file}:${line}: ${what}`, { fix });
}
