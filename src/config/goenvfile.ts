/**
 * A project's `.goenv` (spec B, data shapes): UTF-8, lines as #model/goenvline.ts reads them, nothing is ever expanded.
 * Of the names an allow-list counts; others are a warning, and those that make programs run foreign code are refused
 * (security S7).
 */
import { isAbsolute, resolve } from "node:path";
import { GosteadError } from "#model/error.ts";
import { readGoenvLine } from "#model/goenvline.ts";
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
  const said = readGoenvLine(text);
  if (said === undefined) return undefined;
  if ("key" in said) return [said.key, said.value];
  if (said.bad === "line") {
    const fix = "write KEY=VALUE, without blanks around =";
    throw fault(place, `no KEY=VALUE: ${quoted(said.text)}`, fix);
  }
  throw fault(
    place,
    `no value that can be read: ${quoted(said.text)}`,
    "quote it with ' or \"; nothing is expanded, so $ and ` may only stand in single quotes",
  );
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
