/**
 * Answers reads of files and directories below a root. A fifo, a device or a
 * socket is never opened; a file is read to its limit, whatever size it claims
 * (files below /proc claim none, /dev/zero and sparse files have no useful end).
 */
import { constants, type Stats } from "node:fs";
import { type FileHandle, open, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, isAbsent } from "#host/env.ts";
import { realBelow } from "./below.ts";
import { hashOf } from "./filehash.ts";
import type {
  Absent,
  DirectoryAnswer,
  DirectoryRead,
  FileAnswer,
  FileRead,
  HashAnswer,
  HashRead,
  Unreadable,
} from "./read.ts";

const CHUNK = 1 << 16;

export async function lookAtFile(root: string, read: FileRead): Promise<FileAnswer> {
  const path = read.file;
  try {
    const real = await realBelow(root, path);
    const status = await stat(join(root, real));
    if (!status.isFile()) return { is: "unreadable", path, reason: kindOf(status) };
    const bytes = await readUpTo(join(root, real), read.max + 1);
    if (bytes.length > read.max && read.head !== true) {
      return { is: "unreadable", path, reason: `it is larger than ${read.max} bytes` };
    }
    const executable = (status.mode & 0o111) !== 0;
    return { is: "file", path, real, executable, bytes: bytes.subarray(0, read.max) };
  } catch (error) {
    return missed(path, error);
  }
}

export async function lookAtHash(root: string, read: HashRead): Promise<HashAnswer> {
  const path = read.hash;
  try {
    const real = join(root, await realBelow(root, path));
    const status = await stat(real);
    if (!status.isFile()) return { is: "unreadable", path, reason: kindOf(status) };
    if (status.size > read.max) {
      return { is: "unreadable", path, reason: `it is larger than ${read.max} bytes` };
    }
    const { hash, bytes } = await hashOf(real);
    return { is: "hash", path, sha256: hash, bytes };
  } catch (error) {
    return missed(path, error);
  }
}

export async function lookAtDirectory(root: string, read: DirectoryRead): Promise<DirectoryAnswer> {
  const path = read.directory;
  try {
    const real = await realBelow(root, path);
    const status = await stat(join(root, real));
    if (!status.isDirectory()) return { is: "unreadable", path, reason: kindOf(status) };
    const names: string[] = [];
    for await (const { name } of await opendir(join(root, real))) {
      if (names.push(name) <= read.max) continue;
      return { is: "unreadable", path, reason: `it holds more than ${read.max} names` };
    }
    return { is: "directory", path, real, names: names.sort() };
  } catch (error) {
    return missed(path, error);
  }
}

/** Without O_NONBLOCK the open of a fifo that took the file's place would wait for a writer. */
async function readUpTo(path: string, max: number): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await handle.stat();
    return await fill(handle, max, Math.min(size + 1, max));
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle, max: number, first: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let room = max;
  let next = first;
  while (room > 0) {
    const chunk = Buffer.allocUnsafe(Math.min(room, next));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    room -= bytesRead;
    next = CHUNK;
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function kindOf(status: Stats): string {
  if (status.isDirectory()) return "it is a directory";
  if (status.isFIFO()) return "it is a fifo";
  if (status.isSocket()) return "it is a socket";
  return status.isFile() ? "it is a file" : "it is a device";
}

export function missed(path: string, error: unknown): Absent | Unreadable {
  if (isAbsent(error)) return { is: "absent", path };
  return { is: "unreadable", path, reason: reasonOf(error) } satisfies Unreadable;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") return "reading it is not permitted";
  if (code === "ELOOP") return "its links go in a circle";
  return code ?? "it cannot be read";
}
