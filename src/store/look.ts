/**
 * Reading a file as it is, for verify (security S12): the file is opened
 * without following a link, and type, mode, owner and bytes all come from that
 * one descriptor, so that nothing can be swapped between the checks.
 */
import { hash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { Job, OutcomeOf } from "./message.ts";

type LookJob = Extract<Job, { kind: "look" }>;

/** What could not be read although it is there, as a mode that no file has. */
export const UNREADABLE = 0xffff_ffff;

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/** Looks at every path below `job.root`; a missing one has mode 0. */
export function lookAll(job: LookJob): OutcomeOf<LookJob> {
  const count = job.paths.length;
  const out = {
    kind: "look" as const,
    hashes: new Uint8Array(32 * count),
    modes: new Uint32Array(count),
    sizes: new Float64Array(count),
    owners: new Uint32Array(count),
  };
  job.paths.forEach((path, index) => {
    lookAt(`${job.root}/${path}`, index, out);
  });
  return out;
}

function lookAt(path: string, index: number, out: OutcomeOf<LookJob>): void {
  let fd: number;
  try {
    fd = openToRead(path);
  } catch {
    out.modes[index] = modeOfUnopened(path);
    return;
  }
  try {
    const stat = fstatSync(fd);
    out.modes[index] = stat.mode;
    out.owners[index] = stat.uid;
    out.sizes[index] = stat.size;
    if (stat.isFile())
      out.hashes.set(hash("sha256", readOpen(fd, stat.size), "buffer"), 32 * index);
  } finally {
    closeSync(fd);
  }
}

/** A link or a file that may not be read is not "missing"; what lies behind a link that leads to itself is. */
function modeOfUnopened(path: string): number {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return 0;
    return stat.isFile() ? UNREADABLE : stat.mode;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ELOOP" ? 0 : UNREADABLE;
  }
}

/** The bytes of a regular file; undefined for a link, a FIFO (which is not waited for) or nothing. */
export function readRegular(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openToRead(path);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() ? Buffer.from(readOpen(fd, stat.size)) : undefined;
  } finally {
    closeSync(fd);
  }
}

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Without following a link, and where we may without a trace: `prune` judges disuse by access times. */
export function openToRead(path: string): number {
  try {
    return openSync(path, READ | (constants.O_NOATIME ?? 0));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
    return openSync(path, READ);
  }
}

/** All bytes of an open file in a buffer that is reused: valid until the next call. */
export function readOpen(fd: number, size: number): Uint8Array {
  if (buffer.length < size + 1) buffer = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    const got = readSync(fd, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.subarray(0, length);
    length += got;
  }
}
