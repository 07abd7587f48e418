/**
 * Reading a file as it is, for verify (security S12): the file is opened
 * without following a link, and type, mode, owner and bytes all come from that
 * one descriptor, so that nothing can be swapped between the checks.
 */
import { hash } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
} from "node:fs";
import type { Job, OutcomeOf } from "./message.ts";

type LookJob = Extract<Job, { kind: "look" }>;

/** What could not be read although it is there, as a mode that no file has. */
export const UNREADABLE = 0xffff_ffff;

/** No file of a toolchain is longer (security S3): what is, has another content without being read. */
export const MAX_FILE = 256 * 2 ** 20;

let buffer = Buffer.allocUnsafeSlow(1 << 20);

/** Looks at every path below `job.root`; a missing one has mode 0, an overlong one no hash. */
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
    const digest = digestOpen(fd, stat);
    if (digest !== undefined) out.hashes.set(digest, 32 * index);
  } finally {
    closeSync(fd);
  }
}

/** A link or a file that may not be read is not "missing"; what lies behind a file, or a link to itself, is. */
function modeOfUnopened(path: string): number {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return 0;
    return stat.isFile() ? UNREADABLE : stat.mode;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ELOOP" || code === "ENOTDIR" ? 0 : UNREADABLE;
  }
}

/** SHA-256 of an open regular file; undefined for anything else and for what is longer than MAX_FILE. */
export function digestOpen(fd: number, stat: Stats): Uint8Array | undefined {
  if (!stat.isFile() || stat.size > MAX_FILE) return undefined;
  return hash("sha256", readOpen(fd, stat.size), "buffer");
}

/** The bytes of a regular file; undefined for a link, a FIFO (which is not waited for), nothing, or more than MAX_FILE. */
export function readRegular(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openToRead(path);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    const fits = stat.isFile() && stat.size <= MAX_FILE;
    return fits ? Buffer.from(readOpen(fd, stat.size)) : undefined;
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
function readOpen(fd: number, size: number): Uint8Array {
  if (buffer.length < size + 1) buffer = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  for (;;) {
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
    const got = readSync(fd, buffer, length, buffer.length - length, null);
    if (got === 0) return buffer.subarray(0, length);
    length += got;
  }
}
