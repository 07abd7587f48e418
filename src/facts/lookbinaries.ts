/**
 * Answers reads of programs: each file of a directory by its own headers, a few pages of
 * it, never whole. Others get their turn between one and the next. Scripts are left out.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { inspect } from "#binary/inspect.ts";
import { type OpenFile, openFile } from "#host/openfile.ts";
import { GosteadError } from "#model/error.ts";
import { realBelow } from "./below.ts";
import { lookAtDirectory, missed } from "./look.ts";
import type { BinariesAnswer, BinariesRead, FoundBinary } from "./read.ts";

/** A directory with more names is nobody's GOBIN. */
const MAX_NAMES = 10_000;

export async function lookAtBinaries(root: string, read: BinariesRead): Promise<BinariesAnswer> {
  const listed = await lookAtDirectory(root, { directory: read.binaries, max: MAX_NAMES });
  if (listed.is !== "directory") return listed;
  const { path, names } = listed;
  const binaries: FoundBinary[] = [];
  const unread: string[] = [];
  for (const name of names.slice(0, read.max)) {
    const file = join(path, name);
    const found = await lookAtBinary(root, file);
    if (typeof found === "string") unread.push(`${file}: ${found}`);
    else if (found !== undefined) binaries.push(found);
    await setImmediate();
  }
  const more = names.length - read.max;
  if (more > 0) unread.push(`${path}: ${more} more files were not looked at`);
  return { is: "binaries", path, binaries, unread };
}

/** A text says why it could not be looked at; undefined for what is no file, gone since, or a script. */
async function lookAtBinary(root: string, file: string): Promise<FoundBinary | string | undefined> {
  let open: OpenFile | undefined;
  try {
    open = openFile(join(root, await realBelow(root, file)));
    const { format, os, arch, libc, glibc, kernel } = inspect(open);
    return format === "script" ? undefined : { file, os, arch, libc, glibc, kernel };
  } catch (error) {
    if (error instanceof GosteadError) return open === undefined ? undefined : error.message;
    const answer = missed(file, error);
    return answer.is === "unreadable" ? answer.reason : undefined;
  } finally {
    open?.close();
  }
}
