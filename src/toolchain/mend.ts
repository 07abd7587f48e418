/**
 * Putting single files right. Good objects of the store come first, the rest is
 * fetched alone, by range; inodes are replaced and every holder is linked anew,
 * nothing is written in place (security S11).
 */
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import type { Sha256 } from "#model/hash.ts";
import { toolchainModule } from "#model/module.ts";
import { releaseName } from "#model/release.ts";
import { keepEvidence } from "#source/evidence.ts";
import { openZip } from "#source/zip.ts";
import { replaceBy } from "#store/link.ts";
import { fileMode } from "#store/object.ts";
import { readZipDirectory } from "./directory.ts";
import { fetchEntries } from "./grow.ts";
import type { Problem } from "./inspect.ts";
import { lookAll } from "./looked.ts";
import { objectOf } from "./need.ts";
import { readRecord } from "./receipt.ts";
import type { RecordEntry } from "./record.ts";
import { relinkHolders, standsIn, type Task } from "./relink.ts";
import { isExecutable, twinOf } from "./shape.ts";
import { makeDirectories } from "./staging.ts";

/** Mends what verify found; owners stay as they are, only root could change them. */
export async function mend(problems: readonly Problem[], task: Task): Promise<void> {
  for (const problem of problems) if (isStranger(problem)) setAside(problem, task);
  for (const { kind, path } of problems) {
    if (kind === "mode" || kind === "writable") restoreMode(path, task);
  }
  const bad = new Set(problems.filter(isWrong).map(({ path }) => path));
  const entries = readRecord(task.engine.home, task.release);
  const wrong = entries.filter(({ name }) => bad.has(name) || bad.has(twinOf(name) ?? ""));
  await fetchObjects(await lackingObjects(wrong, task), task);
  relinkHolders(wrong, task);
}

/** What nobody published, and what stands where a directory must be. */
function isStranger({ kind, expected }: Problem): boolean {
  return kind === "added" || expected === "directory";
}

function isWrong(problem: Problem): boolean {
  return ["changed", "missing", "type"].includes(problem.kind) && !isStranger(problem);
}

/** Kept as evidence, outside the tree. */
function setAside({ path }: Problem, { release, tree, engine }: Task): void {
  const from = join(tree, path);
  keepEvidence(engine.home, `${releaseName(release)}-${path}`, from);
}

/** What has gone meanwhile, with a link in place of its directory, is missing in the next round. */
function restoreMode(path: string, { tree }: Task): void {
  const stat = standsIn(tree, path)
    ? lstatSync(join(tree, path), { throwIfNoEntry: false })
    : undefined;
  if (stat?.isDirectory()) chmodSync(join(tree, path), 0o755);
  if (stat?.isFile()) chmodSync(join(tree, path), fileMode(isExecutable(path)));
}

/** Entries whose object is missing from the store or holds other bytes; such an object makes way. */
async function lackingObjects(
  wrong: readonly RecordEntry[],
  { engine, shop }: Task,
): Promise<RecordEntry[]> {
  const shared = wrong.filter(({ size }) => size > 0);
  const looked = await lookAll(engine.home.store, shared.map(objectOf), shop.pool);
  const lacking = shared.filter((entry, index) => looked[index]?.sha256 !== entry.sha256);
  for (const object of new Set(lacking.map(objectOf))) {
    keepEvidence(engine.home, object, join(engine.home.store, object));
  }
  return lacking;
}

async function fetchObjects(
  lacking: readonly RecordEntry[],
  { release, engine, shop }: Task,
): Promise<void> {
  if (lacking.length === 0) return;
  const names = new Set(lacking.map(({ name }) => name));
  const module = toolchainModule(release);
  const zip = await openZip(engine.route(), {
    module,
    spool: shop.staging.spool,
    onBytes: () => {},
    signal: new AbortController().signal,
  });
  const { entries } = await readZipDirectory(zip, module);
  makeDirectories(shop.staging.tree, names);
  const wanted = entries.filter(({ name }) => names.has(name));
  const hashes = await fetchEntries(wanted, { zip, shop, engine });
  for (const entry of lacking) {
    requireHash(entry, hashes.get(entry.name));
    const object = join(engine.home.store, objectOf(entry));
    mkdirSync(dirname(object), { recursive: true });
    replaceBy(join(shop.staging.tree, entry.name), object, shop.method);
  }
}

/** One file of a manifest that is proven stands for itself: no h1 over the rest is needed. */
function requireHash({ name, sha256 }: RecordEntry, got: Sha256 | undefined): void {
  if (got === sha256) return;
  const sent = got ?? "nothing";
  throw new GosteadError(
    "hash-mismatch",
    `${name}: expected sha256 ${sha256}, the source sent ${sent}`,
    { fix: "try another GOPROXY" },
  );
}
