/**
 * A link that changes its target by rename(2): whoever follows it finds the old
 * target or the new one, never none (spec A8.3). Only a link makes way: the kernel
 * refuses a rename of a link onto a directory.
 */
import { readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { syncPath, writeFailure } from "#host/sync.ts";

/** Returns when the link is on the disk. Throws `no-space`, `no-permission` or `io`; then the old link stands. */
export async function flip(link: string, target: string): Promise<void> {
  if (targetOf(link) === target) return;
  const temporary = `${link}.${crypto.randomUUID()}`;
  try {
    symlinkSync(target, temporary);
    renameSync(temporary, link);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw writeFailure(link, cause);
  }
  await syncPath(dirname(link));
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
