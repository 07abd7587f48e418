/**
 * What we keep of one checksum log: the newest signed tree head and tiles.
 * Keyed by the log's name and the hash of its whole key (security S5), so that
 * two keys never share state. Tiles are a cache anybody may have written to:
 * the client proves them again on every use.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "#host/lock.ts";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";

export interface LogState {
  readHead(): Promise<string>;
  writeHead(old: string, next: string): Promise<boolean>;
  readTile(path: string): Promise<Uint8Array | undefined>;
  writeTile(path: string, bytes: Uint8Array): Promise<void>;
  /** When the head last grew, in ms since 1970; undefined before the first. */
  lastAdvance(): number | undefined;
}

export interface LogName {
  readonly name: string;
  readonly verifierKey: string;
}

/** The folder of a log's state: `sum.golang.org-1f2e3d4c5b6a7988`. */
export function logDirectory(home: Home, log: LogName): string {
  const key = createHash("sha256").update(log.verifierKey).digest("hex").slice(0, 16);
  return join(home.sumdb, `${log.name.replaceAll("/", "_")}-${key}`);
}

/** The files of one log, read and written when asked; nothing is made before the first write. */
export function openLogState(home: Home, log: LogName, nowMs: () => number): LogState {
  const root = logDirectory(home, log);
  const head = join(root, "head");
  const advanced = join(root, "advanced");
  return {
    readHead: async () => readText(head),
    writeHead: (old, next) =>
      withLock(join(home.locks, "sumdb.lock"), {}, async () => {
        if (readText(head) !== old) return false;
        await atomicWrite(head, next);
        await atomicWrite(advanced, `${nowMs()}\n`);
        return true;
      }),
    readTile: async (path) => readBytes(join(root, path)),
    writeTile: async (path, bytes) => writeCache(join(root, path), bytes),
    lastAdvance: () => Number(readText(advanced)) || undefined,
  };
}

function readText(path: string): string {
  return Buffer.from(readBytes(path) ?? []).toString("utf8");
}

function readBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** No sync: a tile that is lost or cut is fetched again. */
function writeCache(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${crypto.randomUUID()}`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, path);
}
