/**
 * `gostead verify --repair`: makes an installed release whole. Wrong files are
 * replaced one by one; a receipt or manifest that does not hold any more is
 * proven anew by an install.
 */
import { GosteadError, isIntegrity } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { openPool, type Pool } from "#store/pool.ts";
import type { Engine } from "./engine.ts";
import { withReleaseLock } from "./install.ts";
import { receiptOf, treePath } from "./installed.ts";
import { refreshLinks } from "./links.ts";
import { mend } from "./mend.ts";
import { obtain } from "./obtain.ts";
import { type Tree, type Verification, verifyWith } from "./verify.ts";
import { withWorkshop } from "./workshop.ts";

export interface Repaired {
  readonly verification: Verification;
  /** Paths that were wrong. */
  readonly repaired: readonly string[];
  /** The proof itself was damaged, so the whole release was installed anew. */
  readonly reinstalled: boolean;
}

/** Throws `not-installed`, and what fetching throws; whatever stays wrong is in the verification. */
export function repair(release: Release, engine: Engine): Promise<Repaired> {
  return repairTree({ release, path: treePath(engine.home, release) }, engine);
}

/** The same of a label's tree. */
export function repairTree(tree: Tree, engine: Engine): Promise<Repaired> {
  const { release } = tree;
  return withReleaseLock(release, engine, async () => {
    receiptIsThere(release, engine);
    const pool = openPool();
    try {
      const found = await verifyOrUndefined(tree, engine, pool);
      return found === undefined
        ? await reinstall(tree, engine, pool)
        : await mendUntilWhole(found, engine, pool);
    } finally {
      await pool.close();
    }
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
  tree: Tree,
  engine: Engine,
  pool: Pool,
): Promise<Verification | undefined> {
  try {
    return await verifyWith(tree, engine, pool);
  } catch (error) {
    if (isIntegrity(error)) return undefined;
    throw error;
  }
}

async function reinstall(tree: Tree, engine: Engine, pool: Pool): Promise<Repaired> {
  await obtain(tree.release, engine, true);
  await refreshLinks(engine.home, engine.platform);
  const verification = await verifyWith(tree, engine, pool);
  return { verification, repaired: [], reinstalled: true };
}

/** A link in place of a directory hides the files behind it until it is gone. */
const ROUNDS = 2;

async function mendUntilWhole(found: Verification, engine: Engine, pool: Pool): Promise<Repaired> {
  const { release, path } = found;
  const tree = { release, path };
  const repaired = new Set<string>();
  let verification = found;
  for (let round = 0; round < ROUNDS && verification.problems.length > 0; round++) {
    const { problems } = verification;
    for (const { path } of problems) repaired.add(path);
    const place = { home: engine.home, release, pool };
    await withWorkshop(place, (shop) => mend(problems, { release, tree: path, engine, shop }));
    verification = await verifyWith(tree, engine, pool);
  }
  return { verification, repaired: [...repaired], reinstalled: false };
}
