/**
 * Makes one change on the disk: a reader, a crash and a power loss find what
 * stood there before or what stands there after, never a part. A file is
 * replaced by rename and keeps its mode and owner; ACLs and extended attributes
 * are not kept. Returns when it is durable.
 */
import {
  type FileHandle,
  mkdir,
  open,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  unlink,
} from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "#host/env.ts";
import { syncPath, writeFailure } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Owner, PathChange, State } from "./change.ts";

export interface Putting {
  /** The content, where a file shall stand. */
  readonly bytes: Buffer | undefined;
  /** A name beside the path that is ours; whatever stands there is removed. */
  readonly temporary: string;
}

/** Throws `no-permission`, `no-space` or `io`; the path then stands as before, or as after when only the sync failed. */
export async function put(change: PathChange, putting: Putting): Promise<void> {
  const { path } = change;
  try {
    await make(change, putting);
    await syncPath(dirname(path));
  } catch (cause) {
    await rm(putting.temporary, { force: true }).catch(() => {});
    throw cause instanceof GosteadError ? cause : writeFailure(path, cause);
  }
}

async function make({ path, before, after }: PathChange, putting: Putting): Promise<void> {
  const { bytes, temporary } = putting;
  switch (after.kind) {
    case "absent":
      return before.kind === "directory" ? await rmdir(path) : await unlink(path);
    case "directory":
      return await makeDirectory(path, after.mode);
    case "link":
      await rm(temporary, { force: true });
      await symlink(after.target, temporary);
      return await rename(temporary, path);
    case "file":
      await rm(temporary, { force: true });
      await makeFile(temporary, after, bytes ?? Buffer.alloc(0));
      return await rename(temporary, path);
  }
}

async function makeDirectory(path: string, mode: number): Promise<void> {
  await mkdir(path);
  const handle = await open(path);
  try {
    await giveOwner(handle, path);
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
}

async function makeFile(
  path: string,
  { mode, owner }: Extract<State, { kind: "file" }>,
  bytes: Buffer,
): Promise<void> {
  // Private until it has its owner: what it holds may be secret.
  const handle = await open(path, "wx", 0o600);
  try {
    await handle.writeFile(bytes);
    await giveOwner(handle, path, owner);
    // After chown, which takes setuid bits away.
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What root makes in a user's home is the user's; what is replaced keeps its owner. */
async function giveOwner(handle: FileHandle, path: string, owner?: Owner): Promise<void> {
  const ours = await handle.stat();
  const wanted = owner ?? (ours.uid === 0 ? await stat(dirname(path)) : ours);
  if (wanted.uid === ours.uid && wanted.gid === ours.gid) return;
  try {
    await handle.chown(wanted.uid, wanted.gid);
  } catch (cause) {
    if (codeOf(cause) !== "EPERM") throw cause;
    const whose = `user ${wanted.uid}, group ${wanted.gid}`;
    throw new GosteadError(
      "no-permission",
      `cannot give a file in ${quoted(dirname(path), 400)} back to ${whose}`,
      {
        fix: "run this as the user who owns the file",
        cause,
      },
    );
  }
}
