/**
 * The last steps of an install, in an order that a crash or a power cut cannot
 * turn into half a toolchain: objects join the store, the tree reaches the disk,
 * the receipt is written, and only then one rename makes the tree visible.
 * Takes nothing but a proven manifest.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncTree } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import type { Manifest, ManifestEntry } from "#model/manifest.ts";
import { type Release, releaseName, sameRelease } from "#model/release.ts";
import { batchesOf } from "#store/batch.ts";
import { share } from "#store/link.ts";
import type { Proved } from "#sumdb/proof.ts";
import { quarantineAltered } from "./altered.ts";
import type { Engine } from "./engine.ts";
import { treePath } from "./installed.ts";
import { objectOf } from "./need.ts";
import { type Receipt, writeReceipt } from "./receipt.ts";
import { twinOf } from "./shape.ts";
import { noteTimes, type Workshop } from "./workshop.ts";

export interface Publication {
  readonly release: Release;
  readonly manifest: Proved<Manifest>;
  /** Names of files that are new to the store. */
  readonly fresh: ReadonlySet<string>;
  readonly receipt: Receipt;
  readonly record: string;
  /** A visible tree of this release is to make way. */
  readonly replaces: boolean;
}

/** True when this tree became the visible one, false when another install had been faster. */
export async function publish(what: Publication, shop: Workshop, engine: Engine): Promise<boolean> {
  requireAsked(what);
  await joinStore(what, shop, engine);
  makeTwins(what.manifest.value, shop);
  await syncTree(shop.staging.tree);
  await writeReceipt(engine.home, what.receipt, what.record);
  return makeVisible(what, shop, engine);
}

/** The proof must be of the release that was asked for, not only of some release. */
function requireAsked({ manifest, release }: Publication): void {
  if (sameRelease(manifest.expected.release, release)) return;
  const got = releaseName(manifest.expected.release);
  throw new GosteadError("bad-proof", `asked for ${releaseName(release)}, the proof is of ${got}`);
}

/** Objects that stand there with other bytes make way, are reported, and the files join after all (S1). */
async function joinStore(what: Publication, shop: Workshop, engine: Engine): Promise<void> {
  const files = what.manifest.value.entries.filter(
    (entry) => what.fresh.has(entry.name) && entry.size > 0,
  );
  makeShelves(engine.home.store, files.map(objectOf));
  const altered = await joinFiles(files, shop, engine);
  quarantineAltered(altered, engine);
  await joinFiles(altered, shop, engine);
}

/** Returns the files whose object is altered: those did not join. */
async function joinFiles(
  files: readonly ManifestEntry[],
  { pool, staging, method, times }: Workshop,
  { home }: Engine,
): Promise<ManifestEntry[]> {
  const joined = batchesOf(files).map(async (batch) => {
    const items = batch.map((file) => ({ object: objectOf(file), path: file.name }));
    const job = { kind: "join", store: home.store, root: staging.tree, method, items } as const;
    const done = await pool.run(job);
    noteTimes(times, done.times);
    return done.altered.flatMap((index) => batch[index] ?? []);
  });
  return (await Promise.all(joined)).flat();
}

function makeShelves(store: string, objects: readonly string[]): void {
  for (const shelf of new Set(objects.map(dirname)))
    mkdirSync(join(store, shelf), { recursive: true });
}

function makeTwins(manifest: Manifest, shop: Workshop): void {
  for (const { name } of manifest.entries) {
    const twin = twinOf(name);
    if (twin !== undefined) {
      share(join(shop.staging.tree, name), join(shop.staging.tree, twin), shop.method);
    }
  }
}

/** A tree that stands there already has won a race, or is replaced because its own proof no longer counts. */
function makeVisible(what: Publication, shop: Workshop, engine: Engine): boolean {
  const path = treePath(engine.home, what.release);
  if (what.replaces && existsSync(path)) renameSync(path, join(shop.staging.root, "replaced"));
  try {
    renameSync(shop.staging.tree, path);
    return true;
  } catch (error) {
    if (existsSync(path)) return false;
    throw error;
  }
}
