/** Adding to a file so that what was added is all there and on the disk, or not there at all. */
import { fdatasyncSync, ftruncateSync, writeSync } from "node:fs";
import { writeFailure } from "#host/sync.ts";

export interface Target {
  /** Open for appending. */
  readonly fd: number;
  /** For messages. */
  readonly path: string;
  /** Its length before. */
  readonly size: number;
}

/** One write and one fdatasync. Throws `no-space`, `no-permission` or `io`, and takes back a part that was written. */
export function addDurably({ fd, path, size }: Target, text: string): void {
  const bytes = Buffer.from(text);
  try {
    const written = writeSync(fd, bytes);
    if (written < bytes.length) throw Object.assign(new Error("short write"), { code: "ENOSPC" });
    fdatasyncSync(fd);
  } catch (cause) {
    takeBack(fd, size);
    throw writeFailure(path, cause);
  }
}

/** Best effort: what stays is a torn line, which the next writer finds. */
function takeBack(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {}
}
