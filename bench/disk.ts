/** What files take on a disk, and removing trees whose directories are read-only. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Bytes of a block as stat counts them, whatever the file system's own are. */
const STAT_BLOCK = 512;

export interface Usage {
  /** Allocated bytes; a file with several names counts once. */
  readonly bytes: number;
  /** Distinct regular files with content, as device:inode. */
  readonly files: ReadonlySet<string>;
}

/** Everything below the given directories; absent ones hold nothing. */
export function usage(directories: readonly string[]): Usage {
  const seen = new Set<string>();
  const files = new Set<string>();
  let bytes = 0;
  const waiting = directories.filter((directory) => existsSync(directory));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const found = lstatSync(path);
    const inode = `${found.dev}:${found.ino}`;
    if (found.isDirectory()) waiting.push(...below(path));
    if (found.isFile() && found.size > 0) files.add(inode);
    if (!seen.has(inode)) bytes += found.blocks * STAT_BLOCK;
    seen.add(inode);
  }
  return { bytes, files };
}

function below(directory: string): string[] {
  return readdirSync(directory).map((name) => join(directory, name));
}

/** A module cache is read-only: only root could remove it as it stands. */
export function remove(paths: readonly string[]): void {
  const present = paths.filter((path) => existsSync(path));
  if (present.length === 0) return;
  spawnSync("chmod", ["-R", "u+w", ...present]);
  for (const path of present) rmSync(path, { recursive: true, force: true });
}
