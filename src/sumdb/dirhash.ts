/**
 * Go's directory hash h1 (golang.org/x/mod/sumdb/dirhash, Hash1): SHA-256 over one
 * line for each file, sorted bytewise by name, written as `h1:` and base64.
 *
 *   <sha256 of the content, hex>  golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/bin/go
 *
 * The hash takes names as they are: a line feed in a name makes two different lists
 * with one hash. So names are judged first (security S3), and what no honest
 * toolchain holds is refused before anything is hashed.
 */
import { hash as digest } from "node:crypto";
import { GosteadError } from "#model/error.ts";
import type { H1, Sha256 } from "#model/hash.ts";
import { quote } from "./canonical.ts";

export interface HashLine {
  /** Path relative to the tree's root, with `/`. */
  readonly name: string;
  readonly sha256: Sha256;
}

/**
 * The h1 of these files under `prefix` (module@version/). Throws `bad-manifest` on a
 * name with bytes below 0x20 or 0x7f, an unclean path, a duplicate, names that
 * collide where case does not count, or a file that is also a directory.
 */
export function hash1(lines: Iterable<HashLine>, prefix: string): H1 {
  const sorted = [...lines];
  checkNames(sorted);
  sorted.sort(byteOrder(sorted));
  let text = "";
  for (const line of sorted) text += `${line.sha256}  ${prefix}${line.name}\n`;
  return `h1:${digest("sha256", text, "base64")}` as H1;
}

/** The same refusals as hash1, for names that are to be judged before any content is there. */
export function checkNames(lines: Iterable<{ readonly name: string }>): void {
  const taken = new Map<string, string>();
  const directories = new Set<string>();
  for (const { name } of lines) {
    requireClean(name);
    if (taken.has(fold(name))) throw refused(name, `collides with ${nameOf(taken, name)}`);
    taken.set(fold(name), name);
    claimParents(name, { taken, directories });
  }
}

interface Names {
  /** What every folded path stands for; a directory ends in `/`. */
  readonly taken: Map<string, string>;
  /** Directories already claimed, by their exact name. */
  readonly directories: Set<string>;
}

/** Claims the directories above `name`, up to the first that an earlier name claimed. */
function claimParents(name: string, { taken, directories }: Names): void {
  let end = name.lastIndexOf("/");
  while (end > 0) {
    const directory = name.slice(0, end);
    if (directories.has(directory)) return;
    if (taken.has(fold(directory)))
      throw refused(name, `collides with ${nameOf(taken, directory)}`);
    taken.set(fold(directory), `${directory}/`);
    directories.add(directory);
    end = directory.lastIndexOf("/");
  }
}

function nameOf(taken: ReadonlyMap<string, string>, name: string): string {
  return quote(taken.get(fold(name)) ?? name);
}

const ASCII = /^[ -~]*$/;
/** Empty, `.` or `..` between slashes, which covers absolute paths and a slash at the end. */
const UNCLEAN = /(?:^|\/)\.{0,2}(?:\/|$)/;

function requireClean(name: string): void {
  if (!ASCII.test(name)) {
    for (const byte of Buffer.from(name)) {
      if (byte < 0x20 || byte === 0x7f) throw refused(name, "has a control character");
    }
    if (!name.isWellFormed()) throw refused(name, "is not UTF-8");
  }
  if (UNCLEAN.test(name) || name.includes("\\")) throw refused(name, "is not a clean path");
}

/** One form for names that a file system blind to case or composition takes for one. */
function fold(name: string): string {
  return ASCII.test(name)
    ? name.toLowerCase()
    : name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** UTF-16 order is UTF-8's, except where surrogate pairs stand against U+E000 to U+FFFF. */
function byteOrder(lines: readonly HashLine[]): (a: HashLine, b: HashLine) => number {
  const pairs = lines.some((line) => /[\ud800-\udfff]/.test(line.name));
  if (pairs) return (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
  return (a, b) => (a.name < b.name ? -1 : 1);
}

function refused(name: string, why: string): GosteadError {
  return new GosteadError("bad-manifest", `file name ${quote(name)} ${why}`);
}
