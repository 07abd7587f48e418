/**
 * Making bytes durable. A tree costs one `sync -f` of its file system where the
 * program exists (an fsync a file took 5.4 s for a toolchain of 9,547 files),
 * else an fsync of each file. Small files are written whole or not at all.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { codeOf } from "./env.ts";

/** Returns when every file below `directory` is on the disk. Throws `no-space` or `io`. */
export async function syncTree(directory: string): Promise<void> {
  if (process.platform === "linux" && (await syncFileSystem(directory))) return;
  await syncEach(directory);
}

async function syncFileSystem(directory: string): Promise<boolean> {
  try {
    const { run } = await import("./run.ts");
    return (await run(["sync", "-f", directory], {})).code === 0;
  } catch {
    return false;
  }
}

/** The way without a `sync` program: every file and directory by itself. */
export async function syncEach(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    if (entry.isFile() || entry.isDirectory()) await syncPath(join(entry.parentPath, entry.name));
  }
  await syncPath(directory);
}

/** Returns when one file or directory is on the disk; what it holds is not looked at. A link is refused. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } catch (cause) {
    throw writeFailure(path, cause);
  } finally {
    await handle.close();
  }
}

export interface WriteOptions {
  /** Permission bits of the new file; 0o644 unless told. */
  readonly mode?: number;
}

/**
 * Puts `data` at `path` so that a reader, or a machine that lost power, finds
 * the old file or the new one, never a part. Makes the directory when missing.
 */
export async function atomicWrite(
  path: string,
  data: string | Uint8Array,
  { mode = 0o644 }: WriteOptions = {},
): Promise<void> {
  const directory = dirname(path);
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await mkdir(directory, { recursive: true });
    await writeDurably(temporary, data, mode);
    await rename(temporary, path);
    await syncPath(directory);
  } catch (cause) {
    // What keeps it from being written may keep it from being removed: the first error is the news.
    await rm(temporary, { force: true }).catch(() => {});
    if (cause instanceof GosteadError) throw cause;
    throw writeFailure(path, cause);
  }
}

async function writeDurably(path: string, data: string | Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, "wx", mode);
  try {
    await handle.writeFile(data);
    // The caller's mode is meant as it is; open() has let the umask take from it.
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A failed write as an error with a code: `no-space`, `no-permission` or `io`. */
export function writeFailure(path: string, cause: unknown): GosteadError {
  const code = codeOf(cause);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new GosteadError("no-space", `no space left to write ${path}`, {
      fix: "free some space there, then try again",
      cause,
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new GosteadError("no-permission", `may not write ${path}`, {
      fix: `make ${dirname(path)} writable for yourself`,
      cause,
    });
  }
  return new GosteadError("io", `cannot write ${path}`, { cause });
}
