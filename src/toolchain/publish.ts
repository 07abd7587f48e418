/**
 * The last steps of an install, in an order that a crash or a power cut cannot
 * turn into half a toolchain: objects join the store, the tree reaches the disk,
 * the receipt is written, and only then one rename makes the tree visible.
 * Takes nothing but a proven manifest.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { syncTree } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import type { Manifest } from "#model/manifest.ts";
import { type Release, releaseName, sameRelease } from "#model/release.ts";
import { share } from "#store/link.ts";
import type { LinkItem } from "#store/message.ts";
import { objectName } from "#store/object.ts";
import type { Proved } from "#sumdb/proof.ts";
import type { Engine } from "./engine.ts";
import { treePath } from "./installed.ts";
import { type Receipt, writeReceipt } from "./receipt.ts";
import { isExecutable, twinOf } from "./shape.ts";
import type { Workshop } from "./workshop.ts";

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

const BATCH = 1024;

/** True when this tree became the visible one, false when another install had been faster. */
export async function publish(what: Publication, shop: Workshop, engine: Engine): Promise<boolean> {
  requireAsked(what);
  await joinStore(what, shop, engine);
  makeTwins(what.manifest.value, shop);
  await syncTree(shop.staging.tree);
  await writeReceipt(engine.home, what.receipt, what.record);
  mkdirSync(engine.home.toolchains, { recursive: true });
  return makeVisible(what, shop, engine);
}

/** The proof must be of the release that was asked for, not only of some release. */
function requireAsked({ manifest, release }: Publication): void {
  if (sameRelease(manifest.expected.release, release)) return;
  const got = releaseName(manifest.expected.release);
  throw new GosteadError("bad-proof", `asked for ${releaseName(release)}, the proof is of ${got}`);
}

async function joinStore(what: Publication, shop: Workshop, engine: Engine): Promise<void> {
  const { store } = engine.home;
  const items: LinkItem[] = what.manifest.value.entries
    .filter((entry) => what.fresh.has(entry.name) && entry.size > 0)
    .map((entry) => ({
      object: objectName({ sha256: entry.sha256, executable: isExecutable(entry.name) }),
      path: entry.name,
    }));
  makeShelves(store, items);
  const { method, pool, staging } = shop;
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
  await Promise.all(
    batches.map((batch) =>
      pool.run({ kind: "join", store, root: staging.tree, method, items: batch }),
    ),
  );
}

function makeShelves(store: string, items: readonly LinkItem[]): void {
  for (const shelf of new Set(
    items.map(({ object }) => object.slice(0, object.lastIndexOf("/"))),
  )) {
    mkdirSync(join(store, shelf), { recursive: true });
  }
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
