/**
 * Putting single files right. Good objects of the store come first, the rest is
 * fetched alone, by range; inodes are replaced and every holder is linked anew,
 * nothing is written in place (security S11).
 */
import { chmodSync, lstatSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import { toolchainModule } from "#model/module.ts";
import { type Release, releaseName } from "#model/release.ts";
import { keepEvidence } from "#source/evidence.ts";
import { openZip } from "#source/zip.ts";
import { replaceBy, share } from "#store/link.ts";
import { fileMode } from "#store/object.ts";
import { removeTree } from "#store/sweep.ts";
import { readZipDirectory } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { fetchEntries } from "./grow.ts";
import type { Problem } from "./inspect.ts";
import { installedReleases, treePath } from "./installed.ts";
import { objectOf, recordIfReadable } from "./need.ts";
import { readRecord } from "./receipt.ts";
import type { RecordEntry } from "./record.ts";
import { isExecutable, twinOf } from "./shape.ts";
import { makeDirectories } from "./staging.ts";
import type { Workshop } from "./workshop.ts";

export interface Task {
  readonly release: Release;
  readonly engine: Engine;
  readonly shop: Workshop;
}

/** Mends what verify found; owners stay as they are, only root could change them. */
export async function mend(problems: readonly Problem[], task: Task): Promise<void> {
  const bad = new Set<string>();
  for (const problem of problems) {
    if (problem.kind === "added" || problem.expected === "directory") setAside(problem, task);
    else if (problem.kind === "mode" || problem.kind === "writable") restoreMode(problem, task);
    else if (problem.kind !== "owner") bad.add(problem.path);
  }
  const entries = readRecord(task.engine.home, task.release);
  const wrong = entries.filter(({ name }) => bad.has(name) || bad.has(twinOf(name) ?? ""));
  const lacking = await lackingObjects(wrong, task);
  await fetchObjects(lacking, task);
  relinkHolders(wrong, task);
}

/** What nobody published is kept as evidence, outside the tree. */
function setAside({ path }: Problem, { release, engine }: Task): void {
  const from = join(treePath(engine.home, release), path);
  keepEvidence(engine.home, `${releaseName(release)}-${path}`, from);
}

function restoreMode({ path }: Problem, { release, engine }: Task): void {
  const file = join(treePath(engine.home, release), path);
  const isDirectory = lstatSync(file).isDirectory();
  chmodSync(file, isDirectory ? 0o755 : fileMode(isExecutable(path)));
}

/** Entries whose object is missing from the store or holds other bytes. */
async function lackingObjects(
  wrong: readonly RecordEntry[],
  { engine, shop }: Task,
): Promise<RecordEntry[]> {
  const paths = wrong.map(objectOf);
  const looks = await shop.pool.run({ kind: "look", root: engine.home.store, paths });
  return wrong.filter((entry, index) => {
    const found: Sha256 = sha256OfDigest(looks.hashes.subarray(32 * index, 32 * index + 32));
    return looks.modes[index] === 0 || found !== entry.sha256;
  });
}

async function fetchObjects(
  lacking: readonly RecordEntry[],
  { release, engine, shop }: Task,
): Promise<void> {
  const names = new Set(lacking.filter((entry) => entry.size > 0).map((entry) => entry.name));
  if (names.size === 0) return;
  const module = toolchainModule(release);
  const signal = new AbortController().signal;
  const zip = await openZip(engine.route(), {
    module,
    spool: shop.staging.spool,
    onBytes: () => {},
    signal,
  });
  const directory = await readZipDirectory(zip, module);
  makeDirectories(shop.staging.tree, names);
  const wanted = directory.entries.filter((entry) => names.has(entry.name));
  const hashes = await fetchEntries(wanted, { zip, shop, engine });
  for (const entry of lacking) {
    if (entry.size === 0) continue;
    requireHash(entry, hashes.get(entry.name));
    const object = join(engine.home.store, objectOf(entry));
    mkdirSync(dirname(object), { recursive: true });
    replaceBy(join(shop.staging.tree, entry.name), object, shop.method);
  }
}

function requireHash(entry: RecordEntry, got: Sha256 | undefined): void {
  if (got === entry.sha256) return;
  throw new GosteadError(
    "hash-mismatch",
    `${entry.name}: expected sha256 ${entry.sha256}, the source sent ${got ?? "nothing"}`,
    {
      fix: "try another GOPROXY",
    },
  );
}

/** Every release that holds one of the contents gets the good inode. */
function relinkHolders(wrong: readonly RecordEntry[], { release, engine, shop }: Task): void {
  const keys = new Set(wrong.map(objectOf));
  for (const holder of installedReleases(engine.home)) {
    const isOurs = releaseName(holder) === releaseName(release);
    for (const entry of isOurs
      ? readRecord(engine.home, holder)
      : recordIfReadable(engine.home, holder)) {
      if (!keys.has(objectOf(entry)) || (entry.size === 0 && !isOurs)) continue;
      for (const name of [entry.name, twinOf(entry.name)]) {
        if (name !== undefined)
          place(entry, join(treePath(engine.home, holder), name), { engine, shop });
      }
    }
  }
}

/** By rename, so that no holder is for one moment without the file. */
function place(
  entry: RecordEntry,
  path: string,
  { engine, shop }: Pick<Task, "engine" | "shop">,
): void {
  const temporary = join(shop.staging.root, crypto.randomUUID());
  const mode = fileMode(isExecutable(entry.name));
  if (entry.size === 0) writeFileSync(temporary, "", { flag: "wx", mode });
  else share(join(engine.home.store, objectOf(entry)), temporary, shop.method);
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) removeTree(path);
  renameSync(temporary, path);
}
