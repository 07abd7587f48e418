/**
 * A tree against the files that it should hold. Nothing of the tree is ever
 * executed or followed: every file is opened without following links and type,
 * mode, owner and bytes come from that one descriptor (security S12).
 */
import { constants, type Dirent, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "#model/hash.ts";
import type { Manifest } from "#model/manifest.ts";
import { UNREADABLE } from "#store/look.ts";
import { fileMode } from "#store/object.ts";
import type { Pool } from "#store/pool.ts";
import { isRegular, type Looked, lookAll } from "./looked.ts";
import { directoriesOf, isExecutable, twinOf } from "./shape.ts";

export type ProblemKind = "changed" | "missing" | "added" | "mode" | "type" | "owner" | "writable";

export interface Problem {
  readonly kind: ProblemKind;
  /** Below the tree's root. */
  readonly path: string;
  readonly expected?: string;
  readonly got?: string;
}

export interface Inspection {
  readonly filesChecked: number;
  readonly problems: readonly Problem[];
}

/** The bits of a mode that chmod sets. */
const PERMISSIONS = 0o7777;

export interface Measure {
  readonly root: string;
  readonly files: ReadonlyMap<string, Sha256>;
  readonly pool: Pool;
  /** Owner and exact modes are ours to demand only of trees that we made. */
  readonly ours: boolean;
  /** The owner that our files have; root is always allowed. */
  readonly uid: number | undefined;
}

/** What a release's tree holds: the manifest's files and the go.mod twins. */
export function filesOf(manifest: Manifest): Map<string, Sha256> {
  const files = new Map<string, Sha256>();
  for (const { name, sha256 } of manifest.entries) {
    files.set(name, sha256);
    const twin = twinOf(name);
    if (twin !== undefined) files.set(twin, sha256);
  }
  return files;
}

/** Every difference between the tree and `measure.files`, ordered by path. */
export async function inspectTree(measure: Measure): Promise<Inspection> {
  const { root, files, pool } = measure;
  const names = [...files.keys()];
  // The workers hash while this thread walks; whichever fails first, the other is awaited too.
  const walk = async () => addedIn(measure);
  const [looked, added] = await Promise.all([lookAll(root, names, pool), walk()]);
  const problems = names.flatMap((path, index) => problemsOf(path, looked[index], measure));
  return { filesChecked: names.length, problems: inOrder([...problems, ...added]) };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1));
}

function problemsOf(path: string, looked: Looked | undefined, measure: Measure): Problem[] {
  const mode = looked?.mode ?? 0;
  if (mode === 0) return [{ kind: "missing", path }];
  if (mode === UNREADABLE) return [{ kind: "mode", path, got: "not readable" }];
  if (!isRegular(looked)) return [{ kind: "type", path, expected: "file", got: typeOf(mode) }];
  const expected = measure.files.get(path);
  const got = looked.sha256;
  const changed: Problem[] =
    expected === undefined || got === expected ? [] : [{ kind: "changed", path, expected, got }];
  return measure.ours ? [...changed, ...permissionProblems(path, looked, measure.uid)] : changed;
}

function permissionProblems(path: string, looked: Looked, uid: number | undefined): Problem[] {
  const wanted = fileMode(isExecutable(path));
  const mode = looked.mode & PERMISSIONS;
  const texts = { expected: wanted.toString(8), got: mode.toString(8) };
  const problems: Problem[] = ownerProblems(path, looked.owner, uid);
  if ((mode & 0o222) !== 0) problems.unshift({ kind: "writable", path, ...texts });
  else if (mode !== wanted) problems.unshift({ kind: "mode", path, ...texts });
  return problems;
}

/** Whoever owns a file or directory may change it; root may anyway. */
function ownerProblems(path: string, owner: number, uid: number | undefined): Problem[] {
  if (uid === undefined || owner === uid || owner === 0) return [];
  return [{ kind: "owner", path, expected: String(uid), got: String(owner) }];
}

const TYPES: Readonly<Record<number, string>> = {
  [constants.S_IFDIR]: "directory",
  [constants.S_IFREG]: "file",
  [constants.S_IFLNK]: "link",
  [constants.S_IFIFO]: "fifo",
  [constants.S_IFSOCK]: "socket",
};

function typeOf(mode: number): string {
  return TYPES[mode & constants.S_IFMT] ?? "special file";
}

/** Parts of a GOROOT where a foreign file changes what Go builds; in our own trees every part is. */
const CLOSED = ["bin", "lib", "pkg", "src"];

type Walk = Pick<Measure, "root" | "files" | "ours" | "uid">;

/** What stands in the tree beside `files`: files that nobody published, and directories that are none or open to others. */
export function addedIn(walk: Walk): Problem[] {
  const directories = new Set(directoriesOf(walk.files.keys()));
  const roots = walk.ours ? [""] : CLOSED;
  return roots.flatMap((root) => [...strangers(walk, root, directories)]);
}

/** A link in place of a directory is not followed: what it leads to is not of this tree (security S12). */
function* strangers(
  walk: Walk,
  directory: string,
  directories: ReadonlySet<string>,
): Generator<Problem> {
  const path = directory === "" ? "." : directory;
  const stat = lstatSync(join(walk.root, directory), { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    yield { kind: "type", path, expected: "directory", got: typeOf(stat.mode) };
    return;
  }
  if (walk.ours) yield* directoryProblems(path, stat, walk.uid);
  for (const entry of entriesOf(join(walk.root, directory))) {
    const below = directory === "" ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory() || directories.has(below)) yield* strangers(walk, below, directories);
    else if (!walk.files.has(below)) yield { kind: "added", path: below };
  }
}

function directoryProblems(path: string, stat: Stats, uid: number | undefined): Problem[] {
  const owner = ownerProblems(path, stat.uid, uid);
  if ((stat.mode & 0o022) === 0) return owner;
  const got = (stat.mode & PERMISSIONS).toString(8);
  return [{ kind: "writable", path, expected: "755", got }, ...owner];
}

/** Nothing where we may not look: the files that should be there are reported as not readable. */
function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EACCES") return [];
    throw error;
  }
}
