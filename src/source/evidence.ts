/**
 * The quarantine: what proves that somebody lied. Kept outside the store,
 * private, capped, and never read back as an input (security, settled b).
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isoTime, now } from "#host/clock.ts";
import type { Home } from "#host/paths.ts";

const KEEP = 64;
const MAX_BYTES = 64 * 1024 * 1024;

/** Writes evidence and returns its path; the oldest pieces beyond the cap go. */
export function saveEvidence(home: Home, name: string, content: string | Uint8Array): string {
  mkdirSync(home.quarantine, { recursive: true, mode: 0o700 });
  const kept = readdirSync(home.quarantine).sort();
  for (const old of kept.slice(0, Math.max(0, kept.length - KEEP + 1))) {
    rmSync(join(home.quarantine, old), { recursive: true, force: true });
  }
  const stamp = isoTime(now().getTime()).replace(/[:.]/g, "-");
  const path = join(
    home.quarantine,
    `${stamp}-${name.replace(/[^A-Za-z0-9._-]/g, "_").slice(0, 80)}`,
  );
  writeFileSync(path, content.slice(0, MAX_BYTES), { mode: 0o600, flag: "wx" });
  return path;
}
