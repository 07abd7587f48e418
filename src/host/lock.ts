/**
 * Locks that the kernel releases (security S20): SQLite's exclusive lock on an
 * empty database file is freed the moment its process ends, however it ends,
 * and is seen across pid namespaces. Who holds it stands in a file beside it
 * (`<lock>.holder`: process id, then the command), for messages only: it is
 * never judged. A lock file is never removed: two processes could hold two
 * files of one name. It is opened by SQLite alone, since closing any other
 * descriptor of it in this process would drop the lock (fcntl).
 */
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { GosteadError } from "#model/error.ts";
import { monotonicMs, sleep } from "./clock.ts";
import { codeOf } from "./env.ts";
import { untrusted } from "./text.ts";

export const LOCK_TIMEOUT_MS = 300_000;
const POLL_MS = 50;
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

export interface LockOptions {
  /** How long to wait for the holder; five minutes unless told. */
  readonly timeoutMs?: number | undefined;
  /** Called once, when there is a wait, with what is known of the holder: "process 12, gostead install". */
  readonly onWait?: ((holder: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `body` while this process holds the lock at `path`, and gives its result.
 * Two calls within one process exclude each other too. Throws `lock-timeout`
 * naming the holder, or `no-permission` when the lock cannot be written.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  body: () => Promise<T>,
): Promise<T> {
  const database = await openLock(path);
  try {
    await acquire(database, path, options);
    noteHolder(path);
    try {
      return await body();
    } finally {
      rmSync(holderPath(path), { force: true });
    }
  } finally {
    database.close();
  }
}

async function acquire(database: DatabaseSync, path: string, options: LockOptions): Promise<void> {
  const { timeoutMs = LOCK_TIMEOUT_MS, onWait, signal } = options;
  const deadline = monotonicMs() + timeoutMs;
  let told = false;
  while (!tryAcquire(database, path)) {
    if (!told) onWait?.(holderOf(path));
    told = true;
    if (monotonicMs() >= deadline) throw timedOut(path, timeoutMs);
    await sleep(POLL_MS * (0.5 + Math.random()), signal);
  }
}

function tryAcquire(database: DatabaseSync, path: string): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    // SQLite opens what it may not write for reading, and then locks nothing without a word.
    accessSync(path, constants.W_OK);
    return true;
  } catch (error) {
    if (errcodeOf(error) === SQLITE_BUSY) return false;
    throw cannotLock(path, error);
  }
}

async function openLock(path: string): Promise<DatabaseSync> {
  const { DatabaseSync: Database } = await import("node:sqlite");
  try {
    mkdirSync(dirname(path), { recursive: true });
    // SQLite's own waiting would block the event loop.
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw cannotLock(path, error);
  }
}

function errcodeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

function cannotLock(path: string, cause: unknown): GosteadError {
  const full = codeOf(cause) === "ENOSPC" || errcodeOf(cause) === SQLITE_FULL;
  return new GosteadError(full ? "no-space" : "no-permission", `cannot lock ${path}`, {
    fix: full ? "free some space" : `make ${dirname(path)} writable for yourself`,
    cause,
  });
}

function timedOut(path: string, timeoutMs: number): GosteadError {
  const held = `${path} is still held by ${holderOf(path)} after ${timeoutMs / 1000} s`;
  return new GosteadError("lock-timeout", held, {
    fix: "wait for it to end, or end it, then try again",
  });
}

function holderPath(path: string): string {
  return `${path}.holder`;
}

/** Best effort: a lock without a note is as good a lock. */
function noteHolder(path: string): void {
  const command = ["gostead", ...process.argv.slice(2)].join(" ");
  try {
    writeFileSync(holderPath(path), `${process.pid}\n${command.slice(0, 512)}\n`);
  } catch {}
}

function holderOf(path: string): string {
  try {
    const [pid = "", command = ""] = readFileSync(holderPath(path), "utf8").split("\n");
    return `process ${untrusted(pid, 16)}, ${untrusted(command, 200)}`;
  } catch {
    return "another process";
  }
}
