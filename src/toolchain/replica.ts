/**
 * One more tree of an installed release, for a label: proven as it is made. The
 * manifest is proven again from the pinned key, every object is hashed as it is
 * linked (security S1), and nothing is fetched.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { syncTree } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName } from "#model/release.ts";
import { batchesOf } from "#store/batch.ts";
import { share } from "#store/link.ts";
import { fileMode } from "#store/object.ts";
import { matches } from "#sumdb/matches.ts";
import type { Engine } from "./engine.ts";
import { receiptOf } from "./installed.ts";
import { provenByReceipt } from "./prove.ts";
import { readRecord } from "./receipt.ts";
import type { RecordEntry } from "./record.ts";
import { linkBatch } from "./reuse.ts";
import { isExecutable, twinOf } from "./shape.ts";
import { makeDirectories } from "./staging.ts";
import { type Workshop, withWorkshop } from "./workshop.ts";

/**
 * Makes the tree in staging, lets `publish` move it from there, and clears the rest
 * away. Throws `not-installed`, or an integrity error when proof or objects do not hold.
 */
export async function replicate(
  release: Release,
  engine: Engine,
  publish: (tree: string) => void | Promise<void>,
): Promise<void> {
  const proof = provenByReceipt(engine, receiptOf(engine.home, release));
  const entries = readRecord(engine.home, release);
  matches({ entries }, proof);
  await withWorkshop({ home: engine.home, release }, async (shop) => {
    await linkTree(entries, { release, engine, shop });
    await syncTree(shop.staging.tree);
    await publish(shop.staging.tree);
  });
}

interface Making {
  readonly release: Release;
  readonly engine: Engine;
  readonly shop: Workshop;
}

async function linkTree(entries: readonly RecordEntry[], making: Making): Promise<void> {
  const { tree } = making.shop.staging;
  makeDirectories(
    tree,
    entries.map(({ name }) => name),
  );
  for (const { name } of entries.filter(({ size }) => size === 0)) {
    writeFileSync(join(tree, name), "", { flag: "wx", mode: fileMode(isExecutable(name)) });
  }
  const files = entries.filter(({ size }) => size > 0);
  const { engine, shop } = making;
  const batches = batchesOf(files).map((batch) => linkBatch(batch, shop, engine));
  const wrong = (await Promise.all(batches)).flat().find(({ outcome }) => outcome !== "same");
  if (wrong !== undefined) throw unsound(wrong.item.name, making);
  for (const { name } of entries) makeTwin(name, making);
}

function makeTwin(name: string, { shop }: Making): void {
  const twin = twinOf(name);
  const { tree } = shop.staging;
  if (twin !== undefined) share(join(tree, name), join(tree, twin), shop.method);
}

function unsound(name: string, { release }: Making): GosteadError {
  return new GosteadError("altered-tree", `${releaseName(release)}: ${name} is not as published`, {
    fix: `gostead verify --repair ${release.version}`,
  });
}
