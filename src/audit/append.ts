/**
 * Adding events to the log: under the lock, one write and one fdatasync however
 * many there are. What is found wrong on the way (a line torn by a crash, lines
 * that are no events, a log that was removed) becomes an event of its own before
 * them, so that going on is never silent.
 */
import { createHash } from "node:crypto";
import { closeSync, constants, ftruncateSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { isoTime } from "#host/clock.ts";
import { withLock } from "#host/lock.ts";
import { atomicWrite, writeFailure } from "#host/sync.ts";
import type { Event } from "#model/event.ts";
import { type Actor, formatLine, HEADER } from "./format.ts";
import { addHead, lastHead } from "./heads.ts";
import { ensureKey, readVerifier } from "./key.ts";
import type { AuditFiles } from "./layout.ts";
import type { Head } from "./note.ts";
import { lookAtTail, type Tail } from "./tail.ts";
import { veiled } from "./veil.ts";
import { addDurably } from "./write.ts";

export interface AuditDeps {
  readonly files: AuditFiles;
  readonly actor: Actor;
  /** Names are written as keyed hashes. */
  readonly veil?: boolean;
  /** The wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Sign the head even where no multiple of CHECKPOINT_EVERY is reached. */
  readonly checkpoint?: boolean;
}

/** A head is signed whenever so many events have been added. */
export const CHECKPOINT_EVERY = 64;
/** Writers hold the lock for milliseconds: a longer wait means that something is stuck. */
export const LOCK_TIMEOUT_MS = 10_000;

export interface Appended extends Head {
  /** Why the head that was due could not be signed: the events stand all the same. */
  readonly unsigned?: unknown;
}

/**
 * Appends the events and gives the log's new head, once they are on the disk.
 * Throws `no-space`, `no-permission`, `io`, `lock-timeout`, `newer-format` or
 * `altered-log`; then none of them is in the log.
 */
export async function append(events: readonly Event[], deps: AuditDeps): Promise<Appended> {
  return withLock(deps.files.lock, { timeoutMs: LOCK_TIMEOUT_MS }, async () => {
    makeDirectory(deps.files);
    const newKey = await ensureKey(deps.files);
    const actor = deps.veil === true ? await veiled(deps.actor, deps.files) : deps.actor;
    const fd = openLog(deps.files);
    try {
      return await appendTo(fd, events, { ...deps, actor, newKey });
    } finally {
      closeSync(fd);
    }
  });
}

interface Locked extends AuditDeps {
  /** The verifier key, when it was made just now. */
  readonly newKey: string | undefined;
}

async function appendTo(fd: number, events: readonly Event[], deps: Locked): Promise<Appended> {
  const tail = lookAtTail(fd, deps.files.log);
  const notes = await remarks(fd, tail, deps);
  const { text, head } = chain([...notes, ...events], tail, deps);
  const size = tail.size - tail.torn.length;
  addDurably({ fd, path: deps.files.log, size }, text);
  const due = crossed(tail.seq, head.size) || deps.checkpoint === true;
  return due ? { ...head, ...signed(deps.files, head) } : head;
}

/** Another user of a shared home may add events, but only the key's owner signs. */
function signed(files: AuditFiles, head: Head): Pick<Appended, "unsigned"> {
  try {
    addHead(files, head);
    return {};
  } catch (unsigned) {
    return { unsigned };
  }
}

function crossed(before: number, after: number): boolean {
  return Math.floor(after / CHECKPOINT_EVERY) > Math.floor(before / CHECKPOINT_EVERY);
}

function chain(events: readonly Event[], tail: Tail, { actor, nowMs }: AuditDeps) {
  let { seq, hash: prev } = tail;
  const lines = tail.fresh ? [HEADER] : [];
  const time = isoTime(nowMs());
  for (const event of events) {
    seq += 1;
    const { line, hash } = formatLine(event, { seq, prev, time, actor });
    lines.push(line);
    prev = hash;
  }
  return { text: `${lines.join("\n")}\n`, head: { size: seq, hash: prev } };
}

/** What must be said before the events themselves; a torn line is put aside here. */
async function remarks(fd: number, tail: Tail, { files, newKey }: Locked): Promise<Event[]> {
  const found: Event[] = [];
  if (tail.torn.length > 0) found.push(await putAside(fd, tail, files));
  const before = tail.fresh ? lastHead(files) : undefined;
  if (before !== undefined) {
    found.push(trouble("log removed", { verdict: "truncated tail", signed: before.size }));
  }
  if (tail.foreign > 0) {
    found.push(trouble("foreign lines", { verdict: "rewrite", lines: tail.foreign }));
  }
  const key = newKey ?? (tail.fresh ? readVerifier(files) : undefined);
  if (key !== undefined)
    found.push({ kind: "audit", subject: "key", result: "ok", detail: { key } });
  return found;
}

/** Keeps what a crash left of a line in a file of its own, and takes it out of the log. */
async function putAside(fd: number, { torn, seq, size }: Tail, files: AuditFiles): Promise<Event> {
  const sha256 = createHash("sha256").update(torn).digest("hex");
  const name = `torn-${seq + 1}-${sha256.slice(0, 8)}`;
  await atomicWrite(join(files.directory, name), torn);
  ftruncateSync(fd, size - torn.length);
  const bytes = torn.length;
  return trouble("torn line", { verdict: "truncated tail", file: name, bytes, sha256 });
}

function trouble(subject: string, detail: Record<string, string | number>): Event {
  return { kind: "audit", subject, result: "failed", detail };
}

function makeDirectory({ directory }: AuditFiles): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw writeFailure(directory, cause);
  }
}

function openLog({ log }: AuditFiles): number {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  try {
    return openSync(log, flags, 0o644);
  } catch (cause) {
    throw writeFailure(log, cause);
  }
}
