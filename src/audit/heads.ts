/**
 * The signed heads beside the log: what tells a log that was cut from one that
 * never was longer. Notes are only added; a note that a crash left unfinished
 * says nothing and makes room for the next.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import { isAbsent } from "#host/env.ts";
import { readKey } from "./key.ts";
import type { AuditFiles } from "./layout.ts";
import { type Head, NOTE_LINES, ORIGIN, parseHead, type SignedHead, signHead } from "./note.ts";
import { addDurably } from "./write.ts";

/** A note has about 220 bytes. */
const WINDOW = 1024;

/** The newest whole note, its signature not proved; undefined when there is none. */
export function lastHead(files: AuditFiles): SignedHead | undefined {
  try {
    const fd = openSync(files.heads, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return endOf(fd).head;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Signs a head, unless the newest one names as many events or more. False when
 * there is no key that this user may read. The caller holds the lock.
 */
export function addHead(files: AuditFiles, head: Head): boolean {
  const key = readKey(files);
  if (key === undefined) return false;
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const fd = openSync(files.heads, flags, 0o644);
  try {
    const end = endOf(fd);
    if (end.head !== undefined && end.head.size >= head.size) return true;
    ftruncateSync(fd, end.kept);
    addDurably({ fd, path: files.heads, size: end.kept }, signHead(head, key));
    return true;
  } finally {
    closeSync(fd);
  }
}

interface End {
  readonly head: SignedHead | undefined;
  /** How much of the file stays: all but a note that a crash left unfinished. */
  readonly kept: number;
}

function endOf(fd: number): End {
  const { size } = fstatSync(fd);
  const from = Math.max(0, size - WINDOW);
  const bytes = Buffer.alloc(size - from);
  readSync(fd, bytes, 0, bytes.length, from);
  for (let at = bytes.length; at > 0; ) {
    at = bytes.lastIndexOf(`${ORIGIN}\n`, at - 1);
    if (at < 0) break;
    const lines = bytes.toString("utf8", at).split("\n").slice(0, NOTE_LINES);
    const end = at + Buffer.byteLength(`${lines.join("\n")}\n`);
    const head = end <= bytes.length ? parseHead(lines) : undefined;
    if (head !== undefined) return { head, kept: keptOf(bytes, from, end) };
  }
  return { head: undefined, kept: from === 0 ? keptOf(bytes, 0, 0) : size };
}

/** Only the beginning of a note is a crash's work; anything else stays for `audit verify` to name. */
function keptOf(bytes: Buffer, from: number, end: number): number {
  const rest = bytes.toString("latin1", end);
  const unfinished = rest.startsWith(ORIGIN) || ORIGIN.startsWith(rest);
  return from + (unfinished ? end : bytes.length);
}
