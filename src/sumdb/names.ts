/**
 * The file names of a toolchain, judged before anything is hashed or written
 * (security S3). Refused is what no honest toolchain holds: bytes below 0x20 or 0x7f,
 * text that is not UTF-8, backslashes, a path that is absolute or has empty, `.` or
 * `..` parts, a name given twice, and names of which a file system that is blind to
 * case or composition would make one, directories included.
 *
 * Ten thousand names are judged at each install and verify, nearly all of them plain:
 * one pass over the characters settles those.
 */
import { GosteadError } from "#model/error.ts";
import { quote } from "./canonical.ts";

/** Throws a `bad-manifest` that shows an offending name. */
export function checkNames(names: readonly string[]): void {
  const folded = names.map(foldClean);
  const files = new Set(folded);
  if (files.size < names.length) throw duplicate(names, folded);
  requireOwnDirectories(names, files);
}

/** The name's folded form; throws when the name is not clean. */
function foldClean(name: string): string {
  if (isPlain(name)) return name.toLowerCase();
  const why = offence(name);
  if (why !== undefined) throw refused(name, why);
  return fold(name);
}

/** True for a clean path of printable ASCII: what offence and fold need not look at. */
function isPlain(name: string): boolean {
  let dots = true;
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    const code = i < name.length ? name.charCodeAt(i) : SLASH;
    if (code === SLASH) {
      if (dots && i - start <= 2) return false;
      dots = true;
      start = i + 1;
    } else {
      if (code < 0x20 || code >= 0x7f || code === BACKSLASH) return false;
      dots &&= code === DOT;
    }
  }
  return true;
}

const [DOT, SLASH, BACKSLASH] = [0x2e, 0x2f, 0x5c];

function offence(name: string): string | undefined {
  if (/[^ -~\u0080-\uffff]/.test(name)) return "has a control character";
  if (!name.isWellFormed()) return "is not UTF-8";
  // Empty, `.` or `..` between slashes or at an end.
  const unclean = /(?:^|\/)\.{0,2}(?:\/|$)/.test(name) || name.includes("\\");
  return unclean ? "is not a clean path" : undefined;
}

/** One form for all paths that some file system takes for one. */
function fold(path: string): string {
  if (/^[ -~]*$/.test(path)) return path.toLowerCase();
  return path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** The error for the first of these names that an earlier one folds to as well. */
function duplicate(names: readonly string[], folded: readonly string[]): GosteadError {
  const first = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    const other = first.get(folded[i] ?? name);
    if (other !== undefined) return collision(name, other);
    first.set(folded[i] ?? name, name);
  }
  throw new RangeError("all names are distinct");
}

/** No directory is a file's namesake or another's in other letters. */
function requireOwnDirectories(names: readonly string[], files: ReadonlySet<string>): void {
  const known = new Map<string, string>();
  let last = "";
  for (const name of names) {
    let directory = name.slice(0, Math.max(name.lastIndexOf("/"), 0));
    // Sorted names come directory by directory.
    if (directory === last) continue;
    last = directory;
    while (directory !== "") {
      const key = fold(directory);
      const other = known.get(key);
      if (other === directory) break;
      if (other !== undefined || files.has(key)) throw collision(name, other ?? directory);
      known.set(key, directory);
      directory = directory.slice(0, Math.max(directory.lastIndexOf("/"), 0));
    }
  }
}

function collision(name: string, other: string): GosteadError {
  return refused(name, name === other ? "is given twice" : `collides with ${quote(other)}`);
}

function refused(name: string, why: string): GosteadError {
  return new GosteadError("bad-manifest", `file name ${quote(name)} ${why}`);
}
