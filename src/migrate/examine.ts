/**
 * Looks at one repository: its packages, what they import, its vendoring and CI
 * files. Go files are read to their imports; `vendor`, `testdata` and names that
 * begin with `.` or `_` are not Go's packages, and a directory with a go.mod of its
 * own is another module.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readHeader } from "./header.ts";
import { type Locked, readLock, VENDORING } from "./lock.ts";
import { mentionsIn } from "./mention.ts";
import { faultOf } from "./modulepath.ts";
import { type Entry, listDirectory, readHead } from "./read.ts";
import type { Place, Repository } from "./repository.ts";
import { remoteOf, vcsOf } from "./vcs.ts";

/** More than the imports of any file that was seen; the rest of a file is nobody's business. */
const MAX_HEAD = 1 << 17;
const MAX_LOCK = 1 << 22;
const MAX_DEPTH = 40;

export interface Examined {
  readonly repository: Repository;
  /** Directories below it that have a go.mod of their own. */
  readonly nested: readonly string[];
}

interface Findings {
  readonly packages: string[];
  readonly imports: Map<string, Place>;
  readonly olderThan: (Place & { minor: number })[];
  readonly unreadable: { path: string; reason: string }[];
  readonly nested: string[];
}

/** Everything about the repository at `directory`. Never throws for what it finds there. */
export async function examine(directory: string, importPath: string | null): Promise<Examined> {
  const found: Findings = {
    packages: [],
    imports: new Map(),
    olderThan: [],
    unreadable: [],
    nested: [],
  };
  await visit(directory, ".", found);
  const listed = await listDirectory(directory);
  const entries = typeof listed === "string" ? [] : listed;
  found.unreadable.push(...strange(entries));
  const names = entries.map(({ name }) => name);
  const vcs = vcsOf(names);
  const { nested, ...rest } = found;
  const repository = {
    ...{ directory, importPath, vcs },
    remote: remoteOf(directory, vcs),
    module: moduleLine(directory),
    ...rest,
    ...vendoringIn(directory, names),
    vendored: vendoredOf(directory, found.imports),
    mentions: await mentionsIn(directory),
  };
  return { repository, nested };
}

/** What Go writes must be the repository's own: through a link it would write elsewhere. */
function strange(entries: readonly Entry[]): Findings["unreadable"] {
  const written: Readonly<Record<string, Entry["kind"]>> = {
    "go.mod": "file",
    "go.sum": "file",
    vendor: "directory",
  };
  return entries
    .filter(({ name, kind }) => Object.hasOwn(written, name) && written[name] !== kind)
    .map(({ name, kind }) => ({ path: name, reason: `it is a ${kind}, no ${written[name]}` }));
}

async function visit(root: string, relative: string, found: Findings): Promise<void> {
  const entries = await listDirectory(join(root, relative));
  if (typeof entries === "string") {
    found.unreadable.push({ path: relative, reason: entries });
    return;
  }
  if (relative !== "." && entries.some(({ name }) => name === "go.mod")) {
    found.nested.push(join(root, relative));
    return;
  }
  const files = entries.filter(isGoFile);
  if (files.length > 0) found.packages.push(relative);
  for (const { name } of files) readFile(root, below(relative, name), found);
  if (relative.split("/").length > MAX_DEPTH) return;
  for (const one of entries.filter(isPackageDirectory)) {
    await visit(root, below(relative, one.name), found);
  }
}

function below(relative: string, name: string): string {
  return relative === "." ? name : `${relative}/${name}`;
}

function isGoFile({ name, kind }: Entry): boolean {
  return kind === "file" && name.endsWith(".go") && !/^[._]/.test(name);
}

function isPackageDirectory({ name, kind }: Entry): boolean {
  return kind === "directory" && !/^[._]/.test(name) && name !== "vendor" && name !== "testdata";
}

function readFile(root: string, file: string, found: Findings): void {
  const text = readHead(join(root, file), MAX_HEAD);
  if (text === undefined) {
    found.unreadable.push({ path: file, reason: "it cannot be read" });
    return;
  }
  const { imports, constraints } = readHeader(text);
  // What Go builds for nobody, and `go mod tidy` passes over.
  if (constraints.includes("ignore")) return;
  for (const { path, line } of imports) {
    if (!found.imports.has(path)) found.imports.set(path, { file, line });
  }
  for (const constraint of constraints) {
    const [, minor] = /(?:^|[\s,(&|])!\s*go1\.(\d{1,3})\b/.exec(constraint) ?? [];
    if (minor !== undefined) found.olderThan.push({ file, line: 1, minor: Number(minor) });
  }
}

function vendoringIn(directory: string, names: readonly string[]) {
  const texts = VENDORING.map((name) => ({
    name,
    text: readHead(join(directory, name), MAX_LOCK),
  }));
  const there = texts.filter(({ text }) => text !== undefined);
  const vendoring = there.map(({ name }): string => name);
  if (names.includes("vendor")) vendoring.push("vendor/");
  const [locked = []] = there
    .map(({ name, text = "" }): readonly Locked[] => readLock(name, text))
    .filter((list) => list.length > 0);
  return { vendoring, locked };
}

function vendoredOf(directory: string, imports: ReadonlyMap<string, Place>): ReadonlySet<string> {
  const isThere = (path: string) =>
    faultOf(path) === undefined && existsSync(join(directory, "vendor", path));
  return new Set([...imports.keys()].filter(isThere));
}

function moduleLine(directory: string): string | null {
  const text = readHead(join(directory, "go.mod"), 1 << 20);
  if (text === undefined) return null;
  const [, path = ""] = /^\s*module\s+["`]?([^\s"`]+)/m.exec(text) ?? [];
  return path;
}
