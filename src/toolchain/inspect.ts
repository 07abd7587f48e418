/**
 * A tree against the files that it should hold. Nothing of the tree is ever
 * executed or followed: every file is opened without following links and type,
 * mode, owner and bytes come from that one descriptor (security S12).
 */
import { constants, type Dirent, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import type { Manifest } from "#model/manifest.ts";
import { UNREADABLE } from "#store/look.ts";
import type { Looks } from "#store/message.ts";
import { fileMode } from "#store/object.ts";
import type { Pool } from "#store/pool.ts";
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

export interface Measure {
  readonly root: string;
  readonly files: ReadonlyMap<string, Sha256>;
  readonly pool: Pool;
  /** Owner and exact modes are ours to demand only of trees that we made. */
  readonly ours: boolean;
  /** The owner that our files have; root is always allowed. */
  readonly uid: number | undefined;
}

const BATCH = 512;
const TYPE = 0o170000;
const REGULAR = 0o100000;

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

export async function inspectTree(measure: Measure): Promise<Inspection> {
  const names = [...measure.files.keys()];
  const looking = Promise.all(
    Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
      inspectBatch(names.slice(index * BATCH, (index + 1) * BATCH), measure),
    ),
  );
  const added = addedIn(measure);
  const problems = [...(await looking).flat(), ...added];
  problems.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { filesChecked: names.length, problems };
}

async function inspectBatch(paths: readonly string[], measure: Measure): Promise<Problem[]> {
  const looks = await measure.pool.run({ kind: "look", root: measure.root, paths });
  return paths.flatMap((path, index) => problemsOf(path, lookAt(looks, index), measure));
}

interface Look {
  readonly mode: number;
  readonly owner: number;
  readonly digest: Uint8Array;
}

function lookAt(looks: Looks, index: number): Look {
  const mode = looks.modes[index] ?? 0;
  const owner = looks.owners[index] ?? 0;
  return { mode, owner, digest: looks.hashes.subarray(32 * index, 32 * index + 32) };
}

function problemsOf(path: string, look: Look, measure: Measure): Problem[] {
  if (look.mode === 0) return [{ kind: "missing", path }];
  if (look.mode === UNREADABLE) return [{ kind: "mode", path, got: "not readable" }];
  if ((look.mode & TYPE) !== REGULAR)
    return [{ kind: "type", path, expected: "file", got: typeOf(look.mode) }];
  const expected = measure.files.get(path);
  const got = sha256OfDigest(look.digest);
  const changed: Problem[] =
    expected === undefined || got === expected ? [] : [{ kind: "changed", path, expected, got }];
  return measure.ours ? [...changed, ...permissionProblems(path, look, measure.uid)] : changed;
}

function permissionProblems(path: string, look: Look, uid: number | undefined): Problem[] {
  const problems: Problem[] = [];
  const wanted = fileMode(isExecutable(path));
  const mode = look.mode & 0o7777;
  const texts = { expected: wanted.toString(8), got: mode.toString(8) };
  if ((mode & 0o222) !== 0) problems.push({ kind: "writable", path, ...texts });
  else if (mode !== wanted) problems.push({ kind: "mode", path, ...texts });
  if (uid !== undefined && look.owner !== uid && look.owner !== 0) {
    problems.push({ kind: "owner", path, expected: String(uid), got: String(look.owner) });
  }
  return problems;
}

const TYPES: Readonly<Record<number, string>> = {
  [constants.S_IFDIR]: "directory",
  [constants.S_IFREG]: "file",
  [constants.S_IFLNK]: "link",
  [constants.S_IFIFO]: "fifo",
  [constants.S_IFSOCK]: "socket",
};

function typeOf(mode: number): string {
  return TYPES[mode & TYPE] ?? "special file";
}

/** Parts of a GOROOT where a foreign file changes what Go builds; in our own trees every part is. */
const CLOSED = ["bin", "lib", "pkg", "src"];

type Walk = Pick<Measure, "root" | "files" | "ours">;

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
  const mode = lstatSync(join(walk.root, directory), { throwIfNoEntry: false })?.mode ?? 0;
  const path = directory === "" ? "." : directory;
  if (mode === 0) return;
  if (directory !== "" && (mode & TYPE) !== constants.S_IFDIR) {
    yield { kind: "type", path, expected: "directory", got: typeOf(mode) };
    return;
  }
  if (walk.ours && (mode & 0o022) !== 0) {
    yield { kind: "writable", path, expected: "755", got: (mode & 0o7777).toString(8) };
  }
  for (const entry of entriesOf(join(walk.root, directory))) {
    const below = directory === "" ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory() || directories.has(below)) yield* strangers(walk, below, directories);
    else if (!walk.files.has(below)) yield { kind: "added", path: below };
  }
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
