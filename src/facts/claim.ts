/**
 * One line of a project that names a Go version, and what it asks for. `versions` is
 * empty where it names none that can be compared: `stable`, a range, a variable.
 */
import { parseVersion } from "#model/version.ts";

export interface Claim {
  /**
   * `pin`: which Go runs here. `toolchain`, `minimum`: the lines of go.mod and go.work.
   * `image`, `ci`: which Go builds elsewhere. `lint`: the language a linter reads.
   */
  readonly role: "pin" | "toolchain" | "minimum" | "image" | "ci" | "lint";
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line as it stands. */
  readonly text: string;
  /** `1.22` for any patch of it, `1.22.6`; several where one of them is enough. */
  readonly versions: readonly string[];
  /** An image whose tag names no minor version: what it is changes by itself. */
  readonly moving: boolean;
}

type Said = Omit<Claim, "file">;

/** What an image asks for; undefined when it is none of Go. */
export function claimOfImage(image: string): Pick<Claim, "versions" | "moving"> | undefined {
  const [name = "", digest] = image.split("@");
  const [, path = "", tag = ""] = /^(.*?)(?::([^:/]*))?$/s.exec(name) ?? [];
  if (!/(^|\/)golang$|(^|\/)cimg\/go$/.test(path)) return undefined;
  const [, version] = /^(\d+\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?)(?:-.*)?$/s.exec(tag) ?? [];
  const versions = version === undefined ? [] : versionsOf([version]);
  return { versions, moving: versions.length === 0 && digest === undefined };
}

/** The versions among words that name one: `1.22.x` is the minor, `1.22.3@prod` has a label. */
export function versionsOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const bare = word
      .replace(/^(go|v)(?=\d)/, "")
      .replace(/@.*$/s, "")
      .replace(/^(\d+\.\d+)\.x$/, "$1");
    const version = bare.includes(".") ? parseVersion(bare) : undefined;
    return version === undefined ? [] : [version];
  });
}

/** Claims of one file, told apart by their lines: the first of a line counts. */
export function claimsIn(file: string, said: readonly Said[]): readonly Claim[] {
  const lines = new Map<number, Claim>();
  for (const one of said) if (!lines.has(one.line)) lines.set(one.line, { ...one, file });
  return [...lines.values()];
}
