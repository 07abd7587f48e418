/**
 * Words that ask for a version, as people type them and as pins hold them.
 *
 *   1.22.6  go1.22.6  v1.22.6  1.25rc1    that release
 *   1.22  1.22.x                          the newest release of the minor (1.20 too)
 *   1.25rc  1.25beta                      the newest prerelease of that stage
 *   latest  stable                        the newest release
 *   oldstable                             the newest release of the minor before
 *   >=1.24 <1.26   ~1.24.2   ^1.24        ranges: all parts must hold
 *
 * A bound without a patch means the whole minor, as in npm: `>1.24` begins with
 * 1.25, `<=1.24` holds 1.24.9. Only words that name a prerelease find one.
 */
import { GosteadError } from "./error.ts";
import { nearestFix } from "./nearest.ts";
import { quoted } from "./quote.ts";
import { compareVersions, type GoVersion, isPrerelease, minorOf, parseVersion } from "./version.ts";

export type Query =
  | { readonly kind: "exact"; readonly version: GoVersion }
  | { readonly kind: "minor"; readonly minor: string }
  | { readonly kind: "stage"; readonly minor: string; readonly stage: string }
  | { readonly kind: "stable" }
  | { readonly kind: "oldstable" }
  | { readonly kind: "range"; readonly bounds: readonly Bound[] };

export interface Bound {
  readonly op: "<" | "<=" | ">" | ">=" | "=";
  readonly version: GoVersion;
}

const MAX_LENGTH = 100;
const MINOR = /^[1-9]\d{0,3}\.(0|[1-9]\d{0,5})$/;

/**
 * Throws `usage` for what is no version word; the fix names the nearest of `known`.
 * Says nothing of whether such a version exists.
 */
export function parseQuery(text: string, known: readonly GoVersion[] = []): Query {
  const parts = text.length > MAX_LENGTH ? [] : wordsOf(text);
  const [only = ""] = parts;
  const query = parts.length === 1 ? (wordQuery(only) ?? rangeOf(parts)) : rangeOf(parts);
  if (query !== undefined) return query;
  throw new GosteadError("usage", `${quoted(text)} is no Go version`, {
    fix: nearestFix(text, known),
  });
}

/** The version of `known` that a query means; undefined when none fits. */
export function selectVersion(query: Query, known: readonly GoVersion[]): GoVersion | undefined {
  switch (query.kind) {
    case "exact":
      return known.find((one) => one === query.version) ?? sameNumber(query.version, known);
    case "minor":
      return newest(releases(known).filter((one) => minorOf(one) === query.minor));
    case "stage":
      return newest(known.filter((one) => one.startsWith(query.minor + query.stage)));
    case "stable":
      return newest(releases(known));
    case "oldstable":
      return oldstable(known);
    case "range":
      return newest(known.filter((one) => holds(query.bounds, one)));
  }
}

/** The one release that `text` means; throws `usage` or `unknown-version` with the nearest real ones. */
export function resolveVersion(text: string, known: readonly GoVersion[]): GoVersion {
  const version = selectVersion(parseQuery(text, known), known);
  if (version !== undefined) return version;
  throw new GosteadError("unknown-version", `no known Go release is ${quoted(text)}`, {
    fix: nearestFix(text, known),
  });
}

/** `>= 1.24` is one word to npm and to people. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([<>=~^]) +/g, "$1")
    .split(" ")
    .filter((word) => word !== "");
}

function wordQuery(word: string): Query | undefined {
  if (word === "latest" || word === "stable") return { kind: "stable" };
  if (word === "oldstable") return { kind: "oldstable" };
  const bare = word.replace(/^(go|v)(?=\d)/, "");
  const minor = bare.replace(/\.[xX*]$/, "");
  if (MINOR.test(minor)) return { kind: "minor", minor };
  const stage = /^(.+?)(rc|beta|alpha)$/.exec(bare);
  if (stage?.[1] !== undefined && stage[2] !== undefined && MINOR.test(stage[1])) {
    return { kind: "stage", minor: stage[1], stage: stage[2] };
  }
  const version = parseVersion(bare);
  return version === undefined ? undefined : { kind: "exact", version };
}

function rangeOf(parts: readonly string[]): Query | undefined {
  const bounds: Bound[] = [];
  for (const part of parts) {
    const [, op = "", rest = ""] = /^(<=?|>=?|=|~|\^)?(.*)$/s.exec(part) ?? [];
    const version = parseVersion(rest.replace(/^(go|v)(?=\d)/, "").replace(/\.[xX*]$/, ""));
    if (op === "" || version === undefined) return undefined;
    bounds.push(...boundsOf(op, version));
  }
  return bounds.length === 0 ? undefined : { kind: "range", bounds };
}

function boundsOf(op: string, version: GoVersion): Bound[] {
  const after = (end: GoVersion): Bound => ({ op: "<", version: end });
  const from: Bound = { op: ">=", version };
  const isWholeMinor = MINOR.test(version);
  switch (op) {
    case "~":
      return [from, after(nextMinor(version))];
    case "^":
      return [from, after(nextMajor(version))];
    case ">":
      return isWholeMinor ? [{ op: ">=", version: nextMinor(version) }] : [{ op, version }];
    case "<=":
      return isWholeMinor ? [after(nextMinor(version))] : [{ op, version }];
    case "=":
      return isWholeMinor ? [from, after(nextMinor(version))] : [{ op, version }];
    default:
      return [{ op: op === "<" ? "<" : ">=", version }];
  }
}

function nextMinor(version: GoVersion): GoVersion {
  const [major = "1", minor = "0"] = version.split(/[^0-9]/);
  return `${major}.${Number(minor) + 1}` as GoVersion;
}

function nextMajor(version: GoVersion): GoVersion {
  return `${Number.parseInt(version, 10) + 1}` as GoVersion;
}

/** Prereleases count only of a minor whose prerelease is a bound. */
function holds(bounds: readonly Bound[], version: GoVersion): boolean {
  const named = ({ version: bound }: Bound) =>
    isPrerelease(bound) && minorOf(bound) === minorOf(version);
  if (version.includes("-")) return false;
  if (isPrerelease(version) && !bounds.some(named)) return false;
  return bounds.every((bound) => isWithin(bound, version));
}

function isWithin({ op, version: bound }: Bound, version: GoVersion): boolean {
  const order = compareVersions(version, bound);
  switch (op) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "=":
      return order === 0;
  }
}

/** 1.20.0 was published as 1.20; a suffix is part of the name, so it never stands for another. */
function sameNumber(version: GoVersion, known: readonly GoVersion[]): GoVersion | undefined {
  if (version.includes("-")) return undefined;
  return known.find((one) => !one.includes("-") && compareVersions(one, version) === 0);
}

function oldstable(known: readonly GoVersion[]): GoVersion | undefined {
  const all = releases(known);
  const top = newest(all);
  if (top === undefined) return undefined;
  return newest(all.filter((one) => minorOf(one) !== minorOf(top)));
}

function releases(known: readonly GoVersion[]): GoVersion[] {
  return known.filter((one) => !isPrerelease(one) && !one.includes("-"));
}

function newest(versions: readonly GoVersion[]): GoVersion | undefined {
  return versions.reduce<GoVersion | undefined>(
    (best, one) => (best === undefined || compareVersions(one, best) > 0 ? one : best),
    undefined,
  );
}
