/**
 * `gostead verify --repair`: makes an installed release whole. Wrong files are
 * replaced one by one; a receipt or manifest that does not hold any more is
 * proven anew by an install.
 */
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import type { Engine } from "./engine.ts";
import { withReleaseLock } from "./install.ts";
import { receiptOf } from "./installed.ts";
import { refreshLinks } from "./links.ts";
import { mend, type Task } from "./mend.ts";
import { obtain } from "./obtain.ts";
import { type Verification, verifyWith } from "./verify.ts";
import { type Workshop, withWorkshop } from "./workshop.ts";

export interface Repaired {
  readonly verification: Verification;
  /** Paths that were wrong. */
  readonly repaired: readonly string[];
  /** The proof itself was damaged, so the whole release was installed anew. */
  readonly reinstalled: boolean;
}

export function repair(release: Release, engine: Engine): Promise<Repaired> {
  return withReleaseLock(release, engine, async () => {
    receiptIsThere(release, engine);
    return withWorkshop(engine.home, release, async (shop) => {
      const found = await verifyOrUndefined(release, engine, shop);
      if (found === undefined) return reinstall(release, engine, shop);
      return mendUntilWhole(found, { release, engine, shop });
    });
  });
}

/** `not-installed` is for a person to settle; a receipt that only cannot be read is not. */
function receiptIsThere(release: Release, engine: Engine): void {
  try {
    receiptOf(engine.home, release);
  } catch (error) {
    if (error instanceof GosteadError && error.code === "not-installed") throw error;
  }
}

async function verifyOrUndefined(
  release: Release,
  engine: Engine,
  shop: Workshop,
): Promise<Verification | undefined> {
  try {
    return await verifyWith(release, engine, shop.pool);
  } catch (error) {
    const mendable = [
      "bad-receipt",
      "hash-mismatch",
      "bad-signature",
      "bad-proof",
      "altered-tree",
      "bad-manifest",
    ];
    if (error instanceof GosteadError && mendable.includes(error.code)) return undefined;
    throw error;
  }
}

async function reinstall(release: Release, engine: Engine, shop: Workshop): Promise<Repaired> {
  await obtain(release, engine, true);
  await refreshLinks(engine.home, engine.platform);
  const verification = await verifyWith(release, engine, shop.pool);
  return { verification, repaired: [], reinstalled: true };
}

/** Twice: a link in place of a directory hides the files behind it until it is gone. */
async function mendUntilWhole(found: Verification, task: Task): Promise<Repaired> {
  const repaired = new Set<string>();
  let verification = found;
  for (let round = 0; round < 2 && verification.problems.length > 0; round++) {
    for (const { path } of verification.problems) repaired.add(path);
    await mend(verification.problems, task);
    verification = await verifyWith(task.release, task.engine, task.shop.pool);
  }
  return { verification, repaired: [...repaired], reinstalled: false };
}
