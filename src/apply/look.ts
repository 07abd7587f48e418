/**
 * What stands at a path now, in the form in which it can be put back. Files
 * over 1 MiB and what is neither file, link nor directory are refused: they are
 * not what an action is for, and the journal could not keep them.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { codeOf, isAbsent } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { State } from "./change.ts";

/** The largest file that is changed or kept. */
export const MAX_BYTES = 1 << 20;
/** What Linux follows before it says ELOOP. */
const MAX_LINKS = 40;

export interface Standing {
  readonly state: State;
  /** A file's content. */
  readonly bytes: Buffer | undefined;
  /** Names that a file has, 1 unless it is hard-linked. */
  readonly names: number;
}

export type Look = (path: string) => Promise<Standing>;

export const ABSENT: Standing = { state: { kind: "absent" }, bytes: undefined, names: 0 };

/** Looks at the path itself, never at what a link leads to. Throws `cannot-edit`, `no-permission` or `io`. */
export async function look(path: string): Promise<Standing> {
  try {
    return await lookAt(path);
  } catch (cause) {
    if (isAbsent(cause)) return ABSENT;
    if (cause instanceof GosteadError) throw cause;
    throw unreadable(path, cause);
  }
}

async function lookAt(path: string): Promise<Standing> {
  const status = await lstat(path);
  if (status.isSymbolicLink()) {
    const state = { kind: "link", target: await readlink(path) } as const;
    return { state, bytes: undefined, names: 1 };
  }
  if (status.isDirectory()) {
    const state = { kind: "directory", mode: status.mode & 0o7777 } as const;
    return { state, bytes: undefined, names: 1 };
  }
  if (!status.isFile()) throw cannotEdit(path, "is neither a file nor a link");
  return await lookAtFile(path);
}

async function lookAtFile(path: string): Promise<Standing> {
  // The file may have been replaced since lstat: neither a link nor a pipe may be opened.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw cannotEdit(path, "is neither a file nor a link");
    const bytes = await readUpTo(handle, MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) throw cannotEdit(path, "is larger than 1 MiB");
    const { uid, gid, nlink: names } = status;
    const mode = status.mode & 0o7777;
    const state = { kind: "file", sha256: sha256Of(bytes), mode, owner: { uid, gid } } as const;
    return { state, bytes, names };
  } finally {
    await handle.close();
  }
}

async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(limit);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, limit - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length === limit) return Buffer.from(buffer.subarray(0, length));
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * The place behind a path: links are followed, in directories and at the end,
 * also to where nothing stands yet. Throws `cannot-edit` for a ring of links.
 */
export async function followLinks(path: string, looking: Look = look): Promise<string> {
  let at = await placeOf(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    const { state } = await looking(at);
    if (state.kind !== "link") return at;
    at = await placeOf(resolve(dirname(at), state.target));
  }
  throw cannotEdit(path, "is a link that leads back to itself");
}

/** The path with its directory's links followed, and its own name kept. */
export async function placeOf(path: string): Promise<string> {
  return join(await realDirectory(dirname(path)), basename(path));
}

async function realDirectory(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (!isAbsent(cause) || path === dirname(path)) throw unreadable(path, cause);
    return join(await realDirectory(dirname(path)), basename(path));
  }
}

/** Two states are one when nothing that we change differs: a later chmod is no edit of a file's text. */
export function sameState(a: State, b: State): boolean {
  if (a.kind === "file" && b.kind === "file") return a.sha256 === b.sha256;
  if (a.kind === "link" && b.kind === "link") return a.target === b.target;
  return a.kind === b.kind;
}

export function cannotEdit(path: string, why: string): GosteadError {
  return new GosteadError("cannot-edit", `${quoted(path, 400)} ${why}`, {
    fix: "change it by hand; gostead edits text files of up to 1 MiB and links",
  });
}

function unreadable(path: string, cause: unknown): GosteadError {
  const code = codeOf(cause);
  if (code === "EACCES" || code === "EPERM") {
    return new GosteadError("no-permission", `may not read ${quoted(path, 400)}`, {
      fix: "run this as the user who owns it",
      cause,
    });
  }
  if (code === "ELOOP") return cannotEdit(path, "is a link that leads back to itself");
  return new GosteadError("io", `cannot read ${quoted(path, 400)}: ${code ?? String(cause)}`, {
    cause,
  });
}
