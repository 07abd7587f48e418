/**
 * `gostead prune`: gives back what nobody needs: trees that killed installs left
 * in staging, receipts without a tree, objects that no toolchain holds and, when
 * asked, toolchains that nobody has run for some days. Spares what a running
 * install has staged: its lock is held, or its objects have links.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "#host/lock.ts";
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName, sameRelease } from "#model/release.ts";
import { discardTree, namesIn, sweepStore, sweepTemporaries } from "#store/sweep.ts";
import type { Engine } from "./engine.ts";
import { installedReleases, releaseOfName, treePath } from "./installed.ts";
import { requireIdle } from "./inuse.ts";
import { labelsOf } from "./labelled.ts";
import { neededObjects } from "./need.ts";
import { receiptNames, receiptPath, recordPath } from "./receipt.ts";
import { stagingPlaces } from "./staging.ts";
import { uninstall } from "./uninstall.ts";
import { keepsAccessTimes, lastUsed } from "./usage.ts";

export interface PruneRequest {
  /** Toolchains unused for this many days go too; undefined removes none. */
  readonly unusedDays: number | undefined;
  /** Releases that are pinned here or are the default: never removed. */
  readonly spared: readonly Release[];
  readonly dryRun: boolean;
}

export interface Pruned {
  /** Toolchains removed, or that would be. */
  readonly removed: readonly Release[];
  /** Physical bytes that came back; 0 for a dry run. */
  readonly bytesFreed: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Throws `bad-receipt` for a damaged manifest: then nobody knows which objects are needed. */
export async function prune(request: PruneRequest, engine: Engine): Promise<Pruned> {
  const removed = unused(request, engine);
  if (request.dryRun) return { removed, bytesFreed: 0 };
  let bytesFreed = 0;
  for (const release of removed) bytesFreed += (await uninstall(release, engine)).bytesFreed;
  bytesFreed += await pruneStaging(engine);
  await dropOrphans(engine);
  bytesFreed += sweepStore(engine.home.store, neededObjects(engine.home));
  bytesFreed += pruneTemporaries(engine);
  return { removed, bytesFreed };
}

function unused({ unusedDays, spared }: PruneRequest, engine: Engine): Release[] {
  if (unusedDays === undefined) return [];
  const before = engine.nowMs() - unusedDays * DAY_MS;
  const kept = new Set(spared.map(releaseName));
  // A label is somebody's will to keep its release.
  const asked = installedReleases(engine.home).filter(
    (one) => !kept.has(releaseName(one)) && labelsOf(engine, one).length === 0,
  );
  if (asked.length > 0 && !keepsAccessTimes(engine.home, engine.nowMs())) {
    const { toolchains } = engine.home;
    engine.watch.warn(
      `${toolchains} keeps no access times (noatime), so nobody can tell what was used: no version goes; gostead uninstall VERSION removes one by name`,
    );
    return [];
  }
  return asked.filter((release) => lastUsed(release, engine) < before && isIdle(release, engine));
}

/** Says so where a version stays because a process runs it, or nobody can tell. */
function isIdle(release: Release, engine: Engine): boolean {
  try {
    requireIdle(release, engine);
    return true;
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    engine.watch.warn(`${error.message}: it stays`);
    return false;
  }
}

async function pruneStaging(engine: Engine): Promise<number> {
  let freed = 0;
  for (const { release, path } of staged(engine)) {
    if (release === undefined) freed += discardTree(path);
    else freed += await unlessHeld(release, engine, () => discardTree(path));
  }
  return freed;
}

interface Staged {
  readonly path: string;
  /** Undefined for what is no install: a removal that was killed, a spool of verify. */
  readonly release: Release | undefined;
}

function staged({ home }: Engine): Staged[] {
  return stagingPlaces(home).flatMap((place) =>
    namesIn(place).map((name) => ({
      path: join(place, name),
      release: releaseOfName(name.slice(0, name.lastIndexOf("."))),
    })),
  );
}

/** Takes the release's lock only if nobody has it. */
async function unlessHeld(release: Release, engine: Engine, act: () => number): Promise<number> {
  const lock = join(engine.home.locks, `${releaseName(release)}.lock`);
  try {
    return await withLock(lock, { timeoutMs: 0 }, async () => act());
  } catch (error) {
    if (error instanceof GosteadError && error.code === "lock-timeout") return 0;
    throw error;
  }
}

/** A receipt whose tree never became visible, or is gone. */
async function dropOrphans(engine: Engine): Promise<void> {
  for (const name of receiptNames(engine.home)) {
    const release = releaseOfName(name);
    if (release === undefined || !isOrphan(release, engine)) continue;
    await unlessHeld(release, engine, () => {
      if (!isOrphan(release, engine)) return 0;
      rmSync(receiptPath(engine.home, release), { force: true });
      rmSync(recordPath(engine.home, release), { force: true });
      return 0;
    });
  }
}

/** Staging is asked first: a tree that leaves it meanwhile is then found where it went. */
function isOrphan(release: Release, engine: Engine): boolean {
  const growing = staged(engine).some((one) => one.release && sameRelease(one.release, release));
  return !growing && !existsSync(treePath(engine.home, release));
}

/** Small files whose writers were killed before they renamed them. */
function pruneTemporaries({ home, nowMs }: Engine): number {
  const rooms = [home.receipts, home.sumdb, home.seen, home.links, home.store];
  const flat = [home.toolchains, home.root];
  const probes = flat.reduce((freed, room) => freed + sweepTemporaries(room, nowMs(), 0), 0);
  return rooms.reduce((freed, room) => freed + sweepTemporaries(room, nowMs()), probes);
}
