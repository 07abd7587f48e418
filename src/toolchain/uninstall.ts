/** `gostead uninstall`: a release disappears at once, then its bytes. */
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { removeTree, sweepStore } from "#store/sweep.ts";
import type { Engine } from "./engine.ts";
import { withReleaseLock } from "./install.ts";
import { isInstalled, notInstalled, treePath } from "./installed.ts";
import { requireIdle } from "./inuse.ts";
import { formatLabelName, labelsOf } from "./labelled.ts";
import { refreshLinks } from "./links.ts";
import { neededObjects } from "./need.ts";
import { receiptPath, recordPath } from "./receipt.ts";
import { openStaging } from "./staging.ts";

export interface Uninstalled {
  readonly release: Release;
  readonly path: string;
  /** Physical bytes that came back. */
  readonly bytesFreed: number;
}

export interface UninstallOptions {
  /** Also when a process runs it, or nobody can tell. */
  readonly force?: boolean;
}

/** Throws `in-use`; `no-permission` where nobody can tell; `not-installed`, or `has-labels`: those go first, by name. A kill in the middle leaves the release whole or gone; `prune` finds the rest. */
export function uninstall(
  release: Release,
  engine: Engine,
  options: UninstallOptions = {},
): Promise<Uninstalled> {
  const path = treePath(engine.home, release);
  return withReleaseLock(release, engine, async () => {
    if (!isInstalled(engine.home, release)) throw notInstalled(release);
    refuseLabelled(release, engine);
    if (options.force !== true) requireIdle(release, engine);
    const staging = openStaging(engine.home, release);
    renameSync(path, join(staging.root, "removed"));
    await refreshLinks(engine.home, engine.platform);
    rmSync(receiptPath(engine.home, release), { force: true });
    rmSync(recordPath(engine.home, release), { force: true });
    const bytesFreed = removeTree(staging.root) + sweepOrWarn(engine);
    return { release, path, bytesFreed };
  });
}

/** A label is proven by the receipt of its release, and is somebody's policy: it never goes along unasked. */
function refuseLabelled(release: Release, engine: Engine): void {
  const names = labelsOf(engine, release).map(formatLabelName);
  if (names.length === 0) return;
  throw new GosteadError("has-labels", `go${release.version} has labels: ${names.join(", ")}`, {
    fix: `gostead label remove ${names.join(" ")}, then uninstall it`,
  });
}

/** A damaged manifest of another release keeps every object, and no release from going. */
function sweepOrWarn(engine: Engine): number {
  try {
    return sweepStore(engine.home.store, neededObjects(engine.home));
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    engine.watch.warn(`${error.message}; until that is repaired the store keeps all its files`);
    return 0;
  }
}
