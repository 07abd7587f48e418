/**
 * go.sum: a line a hash, `path version[/go.mod] h1:…`; a line of another number of words stops every
 * build. The `/go.mod` line of each required module is what loading the module graph needs.
 */
import type { ModFile, Replacement } from "./modfile.ts";

export interface GoSum {
  readonly malformed: readonly SumFault[];
  /** `path version/go.mod` */
  readonly keys: ReadonlySet<string>;
}

export interface SumFault {
  readonly line: number;
  readonly words: number;
}

export interface Lacking {
  readonly path: string;
  readonly version: string;
  /** Of go.mod. */
  readonly line: number;
}

export function parseGoSum(text: string): GoSum {
  const malformed: SumFault[] = [];
  const keys = new Set<string>();
  for (const [at, line] of text.split("\n").entries()) {
    const words = line.split(/\s+/).filter((word) => word !== "");
    if (words.length === 3) keys.add(`${words[0]} ${words[1]}`);
    else if (words.length > 0) malformed.push({ line: at + 1, words: words.length });
  }
  return { malformed, keys };
}

/** Required modules, replaced ones by what replaces them, of whose go.mod there is no hash. */
export function lackingIn(
  { requires, replaces }: ModFile,
  keys: ReadonlySet<string>,
): readonly Lacking[] {
  return requires.flatMap(({ path, version, line }): readonly Lacking[] => {
    const replaced = replacementOf({ path, version }, replaces);
    if (replaced !== undefined && replaced.toVersion === null) return [];
    const wanted =
      replaced === undefined
        ? { path, version }
        : { path: replaced.to, version: replaced.toVersion ?? "" };
    return keys.has(`${wanted.path} ${wanted.version}/go.mod`) ? [] : [{ ...wanted, line }];
  });
}

/** One for this version comes before one for all. */
export function replacementOf(
  { path, version }: { readonly path: string; readonly version: string },
  replaces: readonly Replacement[],
): Replacement | undefined {
  const own = replaces.filter((one) => one.path === path);
  return own.find((one) => one.version === version) ?? own.find((one) => one.version === null);
}
