/**
 * Reading what strangers put below a GOPATH: only plain files, never through a
 * link at the end, never a fifo or a device, never more than was asked for.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { codeOf } from "#host/env.ts";

export interface Entry {
  readonly name: string;
  readonly kind: "file" | "directory" | "link" | "other";
}

/** The first `max` bytes as text; undefined where no readable plain file stands. */
export function readHead(path: string, max: number): string | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(file).isFile() ? headOf(file, max) : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function headOf(file: number, max: number): string {
  const buffer = Buffer.allocUnsafe(Math.min(max, fstatSync(file).size));
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    if (read === 0) break;
    length += read;
  }
  return buffer.toString("utf8", 0, length);
}

/** What a directory holds, by name; the reason where it cannot be read. */
export async function listDirectory(path: string): Promise<readonly Entry[] | string> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const found = entries.map((one): Entry => {
      if (one.isFile()) return { name: one.name, kind: "file" };
      if (one.isDirectory()) return { name: one.name, kind: "directory" };
      return { name: one.name, kind: one.isSymbolicLink() ? "link" : "other" };
    });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return reasonOf(error);
  }
}

/** Why something could not be read, for people. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") return "reading it is not permitted";
  if (code === "ELOOP") return "its links go in a circle";
  if (code === "ENOENT") return "it is not there";
  return code ?? "it cannot be read";
}
