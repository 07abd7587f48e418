/**
 * Names that are safe on every file system: module.CheckFilePath's rules, and
 * golang.org/x/mod/zip's collision rules over Unicode-folded names. One bad
 * name refuses the whole zip (security S3).
 */
import { quoted } from "#model/quote.ts";
import { badZip } from "./zipfault.ts";

/** Ours go 12 deep and 150 long; what is more only wants our memory. */
const MAX_NAME = 512;
const MAX_DEPTH = 24;

/** module.fileNameOK: letters, ASCII digits, blank and punctuation that no shell or Windows minds. */
const ALLOWED = /^[A-Za-z0-9!#$%&()+,\-.=@[\]^_{}~ /]*$/;
const ALLOWED_LETTERS = /^[\p{L}0-9!#$%&()+,\-.=@[\]^_{}~ /]*$/u;

const LETTERS = /[^\x20-\x7e]/;

/** An element that is empty or all dots, or ends in a dot; so also `..`, `//` and a leading or last `/`. */
const UNCLEAN = /(^|\/)(\/|$)|\.(\/|$)/;

/** module.badWindowsNames: devices, whatever follows the first dot. */
const RESERVED = /(^|\/)(con|prn|aux|nul|com[1-9]|lpt[1-9])([./]|$)/i;

/** Published as `_go.mod`; go.mod would make a nested module, which no module zip holds. */
const GO_MOD = /(^|\/)go\.mod$/i;

/** `name` is the whole name in the zip; what follows `prefix` is judged. */
export function refuseUnsafeName(name: string, prefix: string): void {
  if (!name.startsWith(prefix)) throw badZip(`does not begin with ${prefix}`, name);
  const path = name.slice(prefix.length);
  if (!ALLOWED.test(path) && !ALLOWED_LETTERS.test(path)) {
    throw badZip("has a character in its name that no toolchain has", name);
  }
  if (UNCLEAN.test(path)) throw badZip("has an unclean name", name);
  if (RESERVED.test(path)) throw badZip("has a name that Windows reserves", name);
  if (GO_MOD.test(path) && path !== "go.mod") throw badZip("is a go.mod below the root", name);
  if (name.length > MAX_NAME) throw badZip(`has a name of ${name.length} characters`, name);
}

/**
 * Throws when two names are the same, or the same but for case, or when one is a
 * file and also a directory of another; directories count, so `A/x` and `a/y` collide.
 */
export function refuseCollisions(names: readonly string[]): void {
  const files = new Map<string, string>();
  for (const name of names) {
    const folded = fold(name);
    const other = files.get(folded);
    if (other === name) throw badZip("is there twice", name);
    if (other !== undefined) throw collision(name, other);
    files.set(folded, name);
  }
  const directories = new Map<string, string>();
  for (const directory of directoriesOf(names)) {
    const folded = fold(directory);
    const other = directories.get(folded) ?? files.get(folded);
    if (other === directory) throw badZip("is a file and also a directory", directory);
    if (other !== undefined) throw collision(directory, other);
    directories.set(folded, directory);
  }
}

function directoriesOf(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const name of names) {
    let depth = 0;
    for (let slash = name.lastIndexOf("/"); slash > 0; slash = name.lastIndexOf("/", slash - 1)) {
      const directory = name.slice(0, slash);
      if (found.has(directory)) break;
      found.add(directory);
      if (++depth > MAX_DEPTH) throw badZip("lies deeper than any toolchain's files", name);
    }
  }
  return found;
}

function collision(name: string, other: string): Error {
  return badZip(`differs from ${quoted(other)} only in upper and lower case`, name);
}

/** One form for all names that some file system takes for one; ASCII takes the short way. */
function fold(name: string): string {
  const lower = name.toLowerCase();
  return LETTERS.test(name) ? lower.normalize("NFKD").toUpperCase().toLowerCase() : lower;
}
