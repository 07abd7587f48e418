/**
 * The copy in which a migration is tried: each repository at its own absolute
 * path below one root, so that relative paths between them are the same there.
 * Version control's own files stay behind: Go needs none of them.
 */
import { constants, rmSync } from "node:fs";
import { chmod, copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onInterrupt } from "#host/interrupt.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { reasonOf } from "./read.ts";

const LEFT_OUT: readonly string[] = [".git", ".hg", ".svn", ".bzr", "node_modules"];

export interface Workplace {
  readonly root: string;
  /** Where a directory of the machine lies in the copy. */
  at(directory: string): string;
  close(): Promise<void>;
}

/** A new place below `staging`, shared with nobody; the caller closes it. */
export async function openWorkplace(staging: string): Promise<Workplace> {
  // `prune` removes what has such a name, should this process be killed.
  const root = join(staging, `migrate.${crypto.randomUUID()}`);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const remove = { recursive: true, force: true };
  const release = onInterrupt(() => rmSync(root, remove));
  return {
    root,
    at: (directory) => join(root, directory),
    close: async () => {
      release();
      await rm(root, remove);
    },
  };
}

/** Copies a repository. Throws `no-permission`, or `io`, with the path that could not be copied. */
export async function copyRepository(directory: string, { at }: Workplace): Promise<void> {
  await mkdir(dirname(at(directory)), { recursive: true });
  await copyTree(directory, at(directory));
}

async function copyTree(from: string, to: string): Promise<void> {
  try {
    const status = await lstat(from);
    if (status.isSymbolicLink()) return await symlink(await readlink(from), to);
    if (status.isFile()) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      return await chmod(to, (status.mode & 0o777) | 0o600);
    }
    if (!status.isDirectory()) return;
    await mkdir(to, { recursive: true });
    const names = await readdir(from);
    for (const name of names.filter((one) => !LEFT_OUT.includes(one))) {
      await copyTree(join(from, name), join(to, name));
    }
  } catch (cause) {
    if (cause instanceof GosteadError) throw cause;
    const why = reasonOf(cause);
    const code = why.includes("not permitted") ? "no-permission" : "io";
    throw new GosteadError(code, `cannot copy ${quoted(from, 400)}: ${why}`, {
      fix: "make it readable for yourself",
      cause,
    });
  }
}
