/**
 * Makes and removes the directories of generations. Each is filled under a name
 * that nobody reads, reaches the disk, and gets its own name by rename. The caller
 * holds the lock.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { codeOf } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { syncPath, writeFailure } from "#host/sync.ts";
import {
  type Generation,
  generationsDirectory,
  type History,
  idOf,
  numberOf,
  type Snapshot,
} from "./generation.ts";

/** Throws `no-space`, `no-permission` or `io`; then nothing is left of it. */
export async function addGeneration(home: Home, snapshot: Snapshot): Promise<Generation> {
  const directory = generationsDirectory(home);
  const temporary = join(directory, `.${crypto.randomUUID()}`);
  try {
    mkdirSync(temporary, { recursive: true });
    fill(temporary, snapshot);
    await syncPath(temporary);
    const name = settle(temporary, directory, stampOf(snapshot.switched_at));
    await syncPath(directory);
    return { ...snapshot, name };
  } catch (cause) {
    rmSync(temporary, { recursive: true, force: true });
    throw writeFailure(directory, cause);
  }
}

export function removeGeneration(home: Home, name: string): void {
  rmSync(join(generationsDirectory(home), name), { recursive: true, force: true });
}

/**
 * Keeps the newest `keep`, the active one and the one that `rollback` would lead to
 * (spec A8.4); what killed switches left goes too. Returns the names that went.
 */
export function retain(home: Home, { generations, active }: History, keep: number): string[] {
  const lastGood = active === undefined ? undefined : previousOf(active, generations);
  const kept = new Set([...generations.slice(-keep), active, lastGood].map((one) => one?.name));
  const old = generations.map(({ name }) => name).filter((name) => !kept.has(name));
  for (const name of old) removeGeneration(home, name);
  for (const name of readdirSync(generationsDirectory(home))) {
    if (name.startsWith(".")) removeGeneration(home, name);
  }
  return old;
}

/** What was active before it; when that is gone, the newest older one. */
export function previousOf(
  { snapshot_id: id, previous }: Generation,
  generations: readonly Generation[],
): Generation | undefined {
  return (
    generations.find((one) => one.snapshot_id === previous) ??
    generations.findLast((one) => numberOf(one.snapshot_id) < numberOf(id))
  );
}

export function nextId(generations: readonly Generation[]): string {
  return idOf(1 + Math.max(0, ...generations.map((one) => numberOf(one.snapshot_id))));
}

function fill(directory: string, snapshot: Snapshot): void {
  if (snapshot.release_path !== null) {
    symlinkSync(join("../..", snapshot.release_path), join(directory, "go"));
  }
  writeSynced(join(directory, "word"), `${snapshot.word}\n`);
  writeSynced(join(directory, "snapshot.json"), `${JSON.stringify(snapshot, null, 2)}\n`);
}

function writeSynced(path: string, text: string): void {
  const fd = openSync(path, "wx", 0o444);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** `20261121-110605` of an RFC 3339 time. */
export function stampOf(time: string): string {
  return time.slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
}

/** Two switches in one second: the second is called `20261121-110605-2`. */
export function settle(temporary: string, directory: string, stamp: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? stamp : `${stamp}-${count}`;
    // Asked first: rename would put it over an empty directory.
    if (existsSync(join(directory, name))) continue;
    try {
      renameSync(temporary, join(directory, name));
      return name;
    } catch (error) {
      if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
    }
  }
}
