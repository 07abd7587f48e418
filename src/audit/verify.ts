/**
 * Proving the whole log in one pass: every line's hash, the chain from line to
 * line, and each signed head against the event that it names. What the heads add:
 * a tail that was cut off, and a log that was written anew from some line on.
 */
import { closeSync, constants, existsSync, openSync, statSync } from "node:fs";
import { codeOf, isAbsent } from "#host/env.ts";
import { withLock } from "#host/lock.ts";
import { GosteadError } from "#model/error.ts";
import { LOCK_TIMEOUT_MS } from "./append.ts";
import type { Verdict } from "./chain.ts";
import { addHead } from "./heads.ts";
import { readVerifier } from "./key.ts";
import type { AuditFiles } from "./layout.ts";
import type { Head } from "./note.ts";
import { proveLog } from "./prove.ts";
import { readHeads } from "./readheads.ts";
import { refuseNewer } from "./tail.ts";

export interface Flaw {
  readonly verdict: Verdict;
  readonly file: "log.jsonl" | "heads" | "key.pub";
  /** From 1. */
  readonly line: number;
  readonly detail: string;
}

export interface Audited {
  /** The log's end: worth keeping elsewhere. Undefined for a log without events. */
  readonly head: Head | undefined;
  /** How many events the newest signed head names. */
  readonly signed: number;
  /** The newest verifier key that the log names. */
  readonly key: string | undefined;
  readonly flaws: readonly Flaw[];
  /** Flaws beyond those that are listed. */
  readonly more: number;
}

const MAX_FLAWS = 100;

/**
 * Proves the log as it is now; writers may go on meanwhile.
 * Throws `newer-format`, `no-permission`, `io` or `lock-timeout`.
 */
export async function verifyLog(files: AuditFiles): Promise<Audited> {
  refuseNewerLog(files.log);
  const sizes = await sizesOf(files);
  const flaws: Flaw[] = [];
  let more = 0;
  const tellOf = (file: Flaw["file"]) => (verdict: Verdict, line: number, detail: string) => {
    if (flaws.length < MAX_FLAWS) flaws.push({ verdict, file, line, detail });
    else more += 1;
  };
  const heads = await readHeads(files.heads, sizes.heads, tellOf("heads"));
  const task = { path: files.log, size: sizes.log, heads, publicKey: readVerifier(files), tellOf };
  const { end, key } = await proveLog(task);
  const head = end.seq === 0 ? undefined : { size: end.seq, hash: end.hash };
  const signed = heads.reduce((most, { size }) => Math.max(most, size), 0);
  return { head, signed, key, flaws, more };
}

/** Signs a head that was proved; nothing happens where this user may not write or sign. */
export async function sealHead(files: AuditFiles, head: Head): Promise<void> {
  try {
    const options = { timeoutMs: LOCK_TIMEOUT_MS };
    await withLock(files.lock, options, async () => addHead(files, head));
  } catch (error) {
    if (!(error instanceof GosteadError) || error.code !== "no-permission") throw error;
  }
}

/** Under the lock no line is half written; who may not lock looks all the same. */
async function sizesOf(files: AuditFiles): Promise<{ log: number; heads: number }> {
  const look = async () => ({ log: sizeOf(files.log), heads: sizeOf(files.heads) });
  if (!existsSync(files.directory)) return look();
  try {
    return await withLock(files.lock, { timeoutMs: LOCK_TIMEOUT_MS }, look);
  } catch (error) {
    if (error instanceof GosteadError && error.code !== "lock-timeout") return look();
    throw error;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function refuseNewerLog(path: string): void {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      refuseNewer(fd, path);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    // What else is wrong with the file is told by whoever reads it whole.
    if (!isAbsent(error) && codeOf(error) !== undefined && error instanceof GosteadError)
      throw error;
  }
}
