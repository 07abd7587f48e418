/**
 * What `go list -deps -json` prints: JSON objects one after another, each over several lines,
 * the last of which is `}` alone. Only what says who uses C is kept.
 */

export interface ListedPackage {
  readonly path: string;
  readonly standard: boolean;
  /** It is there because another imports it. */
  readonly dependency: boolean;
  /** Without those that import "C". */
  readonly goFiles: readonly string[];
  /** Those that import "C". */
  readonly cgoFiles: readonly string[];
  /** What it asks pkg-config for. */
  readonly pkgConfig: readonly string[];
  /** Why it could not be loaded. */
  readonly error: string | null;
}

/** What of a package is asked for; before Go 1.19 -json takes no names. */
export const FIELDS = "ImportPath,Standard,DepOnly,GoFiles,CgoFiles,CgoPkgConfig,Error";
const MAX_ERROR = 300;

/** Undefined where something else stands there, or the last object has no end. */
export function parseGoList(text: string): readonly ListedPackage[] | undefined {
  const packages: ListedPackage[] = [];
  for (let begin = 0; begin < text.length; ) {
    const end = text.indexOf("\n}\n", begin);
    if (end === -1) return text.slice(begin).trim() === "" ? packages : undefined;
    const one = packageOf(text.slice(begin, end + 2));
    if (one === undefined) return undefined;
    packages.push(one);
    begin = end + 3;
  }
  return packages;
}

function packageOf(text: string): ListedPackage | undefined {
  const value = objectOf(text);
  const path = value?.ImportPath;
  if (value === undefined || typeof path !== "string" || path === "") return undefined;
  return {
    path,
    standard: value.Standard === true,
    dependency: value.DepOnly === true,
    goFiles: stringsOf(value.GoFiles),
    cgoFiles: stringsOf(value.CgoFiles),
    pkgConfig: stringsOf(value.CgoPkgConfig),
    error: errorOf(value.Error),
  };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function errorOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { Err } = value as Readonly<Record<string, unknown>>;
  return typeof Err === "string" ? Err.trim().slice(0, MAX_ERROR) : "it cannot be loaded";
}
