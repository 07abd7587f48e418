/**
 * Answers reads of owners and modes. Nothing is opened and no link below a tree is
 * followed. A tree has ten thousand files: they are looked at without waiting for
 * each, and others get their turn between some directories and the next.
 */
import { lstatSync, readdirSync, type Stats } from "node:fs";
import { lstat, readlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { realBelow } from "./below.ts";
import { missed } from "./look.ts";
import type { Ownership } from "./ownership.ts";
import type { Kind, Odd, StatusAnswer, StatusRead, TreeAnswer, TreeRead } from "./read.ts";
import { isReadable } from "./readable.ts";

const DIRECTORIES_A_TURN = 100;

interface Where {
  readonly root: string;
  readonly ownership: Ownership;
}

/** The path itself: a link is told as one. */
export async function lookAtStatus(where: Where, read: StatusRead): Promise<StatusAnswer> {
  const { root, ownership } = where;
  const path = read.status;
  try {
    const parent = path === "/" ? "/" : await realBelow(root, dirname(path));
    const at = join(parent, basename(path));
    const status = await lstat(join(root, at));
    const kind = kindOf(status);
    const owned = ownership.of(at, status, kind === "directory");
    const writable = await ownership.mayWrite(join(root, at), owned);
    const target = kind === "link" ? { target: await readlink(join(root, at)) } : {};
    return { is: "status", path, kind, ...owned, writable, ...target };
  } catch (error) {
    return missed(path, error);
  }
}

export async function lookAtTree(where: Where, read: TreeRead): Promise<TreeAnswer> {
  const path = read.tree;
  try {
    const real = await realBelow(where.root, path);
    const status = await lstat(join(where.root, real));
    if (!status.isDirectory()) return { is: "unreadable", path, reason: "it is no directory" };
    const { uid } = where.ownership.of(real, status, true);
    const walk = { ...where, read, real, uid, odd: [], count: 0, files: 0, bytes: 0, shut: 0 };
    const isWhole = await walkTree(walk, ".");
    if (!isWhole) return { is: "unreadable", path, reason: `it holds more than ${read.max} files` };
    const { count, odd, files, bytes, shut } = walk;
    return { is: "tree", path, real, uid, count, odd, sum: shut > 0 ? null : { files, bytes } };
  } catch (error) {
    return missed(path, error);
  }
}

interface Walk extends Where {
  readonly read: TreeRead;
  readonly real: string;
  /** Who owns the tree. */
  readonly uid: number;
  readonly odd: Odd[];
  count: number;
  /** Regular files, and their bytes. */
  files: number;
  bytes: number;
  /** Directories that were not entered. */
  shut: number;
}

/** False when there are more files than are looked at. */
async function walkTree(walk: Walk, first: string): Promise<boolean> {
  const isOpen = note(walk, first, lstatSync(join(walk.root, walk.real)));
  const waiting = isOpen ? [first] : [];
  for (let turn = 1; ; turn++) {
    const name = waiting.pop();
    if (name === undefined) return true;
    if (turn % DIRECTORIES_A_TURN === 0) await setImmediate();
    for (const entry of readdirSync(join(walk.root, walk.real, name), { withFileTypes: true })) {
      if (++walk.count > walk.read.max) return false;
      const below = name === "." ? entry.name : `${name}/${entry.name}`;
      const isOpen = note(walk, below, lstatSync(join(walk.root, walk.real, below)));
      if (entry.isDirectory() && isOpen) waiting.push(below);
    }
  }
}

/** Whether it can be read: what is below a directory that cannot is told when it can. */
function note(walk: Walk, name: string, status: Stats): boolean {
  const kind = kindOf(status);
  const { mode, uid } = walk.ownership.of(join(walk.real, name), status, kind === "directory");
  const one = { name, kind, mode, uid };
  const isOpen = isReadable(one, walk.read.reader);
  if (!isOpen || isOdd(walk, one)) walk.odd.push(one);
  if (kind === "file") {
    walk.files += 1;
    walk.bytes += status.size;
  } else if (kind === "directory" && !isOpen) walk.shut += 1;
  return isOpen;
}

/** A link's own mode means nothing. */
function isOdd({ read, uid }: Walk, { name, kind, mode, uid: owner }: Odd): boolean {
  if (owner !== 0 && owner !== uid) return true;
  if (kind === "link") return false;
  if (kind === "directory") return (mode & 0o022) !== 0;
  const isProgram = read.programs.some((prefix) => name.startsWith(prefix));
  const lacksX = isProgram && (mode & 0o111) !== 0o111;
  return kind === "other" || lacksX || (mode & (0o6000 | read.write)) !== 0;
}

function kindOf(status: Stats): Kind {
  if (status.isFile()) return "file";
  if (status.isDirectory()) return "directory";
  return status.isSymbolicLink() ? "link" : "other";
}
