/**
 * What a Go program may read from files of the system, told by the names of its functions: they stand in the
 * program between NULs, in a stripped one too, and the linker leaves out those that nothing calls.
 */
import { closeSync, openSync, readSync } from "node:fs";
import type { Wanted } from "#binary/subject.ts";

const NAMES = {
  zones: "\0time.LoadLocation\0",
  ownZones: "\0time/tzdata.loadFromEmbeddedTZData\0",
  roots: "\0crypto/x509.loadSystemRoots\0",
  ownRoots: "\0golang.org/x/crypto/x509roots/fallback.init",
} as const;

const CHUNK = 1 << 20;
/** Longer than each name: one that two chunks share is seen in the second. */
const OVERLAP = 128;

export function wantedFilesOf(path: string): Wanted {
  const found = namesIn(path);
  return {
    zones: found.has(NAMES.zones) && !found.has(NAMES.ownZones),
    roots: found.has(NAMES.roots) && !found.has(NAMES.ownRoots),
  };
}

function namesIn(path: string): ReadonlySet<string> {
  const found = new Set<string>();
  const buffer = Buffer.alloc(OVERLAP + CHUNK);
  const fd = openSync(path, "r");
  try {
    for (let kept = 0; ; ) {
      const got = readSync(fd, buffer, kept, CHUNK, null);
      if (got === 0) return found;
      const seen = buffer.subarray(0, kept + got);
      for (const name of Object.values(NAMES)) if (seen.includes(name)) found.add(name);
      kept = Math.min(OVERLAP, seen.length);
      seen.copy(buffer, 0, seen.length - kept);
    }
  } finally {
    closeSync(fd);
  }
}
