/**
 * A tree of unknown making beside what its release published. With a manifest
 * each file is compared by hash. With only the zip's directory the tree's own
 * hashes are put under the published names: when their h1 is the logged one all
 * of them are proven, else size and CRC-32 tell which files differ.
 */
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { GosteadError } from "#model/error.ts";
import { EMPTY, type Sha256 } from "#model/hash.ts";
import { readRegular } from "#store/look.ts";
import type { Pool } from "#store/pool.ts";
import { matches } from "#sumdb/matches.ts";
import { addedIn, inspectTree, type Problem } from "./inspect.ts";
import { isRegular, type Looked, lookAll } from "./looked.ts";
import type { Published } from "./published.ts";
import type { RecordEntry } from "./record.ts";
import { twinOf } from "./shape.ts";

export interface Comparison {
  /** None means that every byte is proven. */
  readonly problems: readonly Problem[];
  /** The manifest, when it is known and proven. */
  readonly record?: readonly RecordEntry[];
}

/** Judges every file of the tree; throws nothing but what reading the machine throws. */
export async function compareTree(
  root: string,
  published: Published,
  pool: Pool,
): Promise<Comparison> {
  if (published.kind === "directory") return compareWithDirectory(root, published, pool);
  const files = new Map<string, Sha256>();
  for (const { name, sha256 } of published.entries) {
    for (const inTree of namesIn(root, name)) files.set(inTree, sha256);
  }
  const { problems } = await inspectTree({ root, files, pool, ours: false, uid: undefined });
  return { problems, record: published.entries };
}

type Directory = Extract<Published, { kind: "directory" }>;

async function compareWithDirectory(
  root: string,
  published: Directory,
  pool: Pool,
): Promise<Comparison> {
  const { entries } = published;
  const names = entries.map(({ name }) => namesIn(root, name));
  const looked = await lookAll(root, firstOf(names), pool);
  const files = new Map(names.flat().map((name) => [name, EMPTY]));
  const around = [
    ...names.flatMap((both) => twinProblems(root, both)),
    ...addedIn({ root, files, ours: false, uid: undefined }),
  ];
  const record = recordOf(entries, looked);
  if (isLogged(published, record)) return { problems: around, record };
  const changed = entries.flatMap((entry, index) =>
    differences(entry, { root, path: names[index]?.[0] ?? entry.name }, looked[index]),
  );
  return { problems: [...(changed.length > 0 ? changed : UNNAMED), ...around] };
}

/** CRC-32 can be forged, h1 can not: something differs although nothing seems to. */
const UNNAMED: readonly Problem[] = [
  { kind: "changed", path: "(a file whose size and CRC-32 were kept)" },
];

/** Whether a tree has the logged h1 once some contents are put in place of its own. */
export async function isLoggedWith(
  root: string,
  published: Directory,
  { pool, replaced }: { readonly pool: Pool; readonly replaced: ReadonlyMap<string, Uint8Array> },
): Promise<boolean> {
  const { entries } = published;
  const names = entries.map(({ name }) => namesIn(root, name));
  const looked = await lookAll(root, firstOf(names), pool);
  const record = recordOf(entries, looked)?.map((entry) => {
    const content = replaced.get(entry.name);
    return content === undefined ? entry : { ...entry, sha256: hash("sha256", content) as Sha256 };
  });
  return isLogged(published, record);
}

function firstOf(names: readonly (readonly string[])[]): string[] {
  return names.map(([first = ""]) => first);
}

/** The tree's hashes under the published names; undefined when one is no regular file. */
function recordOf(
  entries: readonly ToolchainEntry[],
  looked: readonly Looked[],
): RecordEntry[] | undefined {
  const record = entries.flatMap(({ name, size, crc32: crc }, index) => {
    const one = looked[index];
    return isRegular(one) ? [{ name, size, crc32: crc, sha256: one.sha256 }] : [];
  });
  return record.length === entries.length ? record : undefined;
}

function isLogged(
  { expected }: Directory,
  entries: readonly RecordEntry[] | undefined,
): entries is readonly RecordEntry[] {
  if (entries === undefined) return false;
  try {
    matches({ entries }, expected);
    return true;
  } catch (error) {
    if (error instanceof GosteadError && error.code === "hash-mismatch") return false;
    throw error;
  }
}

interface At {
  readonly root: string;
  readonly path: string;
}

function differences(
  entry: ToolchainEntry,
  { root, path }: At,
  looked: Looked | undefined,
): Problem[] {
  if (looked === undefined || looked.mode === 0) return [{ kind: "missing", path }];
  if (!isRegular(looked)) return [notAFile(path)];
  if (looked.size === entry.size && crcOf(join(root, path)) === entry.crc32) return [];
  const expected = `${entry.size} bytes with CRC-32 ${entry.crc32.toString(16)}`;
  return [{ kind: "changed", path, expected, got: `${looked.size} bytes` }];
}

function crcOf(path: string): number | undefined {
  const content = readRegular(path);
  return content === undefined ? undefined : crc32(content);
}

/** go.mod beside _go.mod must be the same file: Go reads the first, the h1 covers the second. */
function twinProblems(root: string, [first, second]: readonly string[]): Problem[] {
  if (first === undefined || second === undefined) return [];
  const [published, beside] = [first, second].map((name) => readRegular(join(root, name)));
  if (published === undefined || beside?.equals(published)) return [];
  if (beside === undefined) return [notAFile(second)];
  return [{ kind: "changed", path: second, expected: `the content of ${first}`, got: "another" }];
}

function notAFile(path: string): Problem {
  return { kind: "type", path, expected: "file", got: "something else" };
}

/** Where a published file stands: archives unpacked by hand have only go.mod, Go's own trees both names. */
export function namesIn(root: string, name: string): string[] {
  const twin = twinOf(name);
  if (twin === undefined) return [name];
  const there = [name, twin].filter((one) => existsSync(join(root, one)));
  return there.length === 0 ? [name] : there;
}
