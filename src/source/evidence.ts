/**
 * The quarantine: what proves that somebody lied. Kept outside the store,
 * private, capped, and never read back as an input (security, settled b).
 */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isoTime, now } from "#host/clock.ts";
import type { Home } from "#host/paths.ts";

const KEEP = 64;
const MAX_BYTES = 64 * 1024 * 1024;

/** Writes evidence and returns its path. */
export function saveEvidence(home: Home, name: string, content: string | Uint8Array): string {
  const path = placeFor(home, name);
  writeFileSync(path, content.slice(0, MAX_BYTES), { mode: 0o600, flag: "wx" });
  return path;
}

/** Moves a file or directory out of the way as evidence; nothing when somebody else has moved it. */
export function keepEvidence(home: Home, name: string, from: string): void {
  const path = placeFor(home, name);
  try {
    renameSync(from, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") return;
    if (code !== "EXDEV") throw error;
    copyAcross(from, path);
  }
}

/** A FIFO or device on another mount tells no more than its name did. */
function copyAcross(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && /^ERR_FS_CP_/.test(String(error.code)))) {
      throw error;
    }
  }
  rmSync(from, { recursive: true, force: true });
}

/** A new name in the quarantine; the oldest pieces beyond the cap go. */
function placeFor(home: Home, name: string): string {
  mkdirSync(home.quarantine, { recursive: true, mode: 0o700 });
  const kept = readdirSync(home.quarantine).sort();
  for (const old of kept.slice(0, Math.max(0, kept.length - KEEP + 1))) {
    rmSync(join(home.quarantine, old), { recursive: true, force: true });
  }
  const stamp = isoTime(now().getTime()).replace(/[:.]/g, "-");
  const safe = name.replace(/[^A-Za-z0-9._-]/g, "_").slice(-80);
  return join(home.quarantine, `${stamp}-${safe}.${crypto.randomUUID().slice(0, 8)}`);
}
