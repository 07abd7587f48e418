/** Staging, workers and the way to share files, opened together and closed together. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import type { Release } from "#model/release.ts";
import { probeMethod } from "#store/link.ts";
import type { LinkMethod, Timings } from "#store/message.ts";
import { openPool, type Pool } from "#store/pool.ts";
import { openStaging, type Staging } from "./staging.ts";

export interface Workshop {
  readonly staging: Staging;
  readonly pool: Pool;
  readonly method: LinkMethod;
  /** Milliseconds that the workers spent so far, summed over all of them. */
  readonly times: Timings;
}

/** Adds what one job took. */
export function noteTimes(sum: Timings, more: Readonly<Timings>): void {
  for (const part of ["inflate", "hash", "write", "link"] as const) sum[part] += more[part];
}

export interface WorkshopPlace {
  readonly home: Home;
  readonly release: Release;
  /** Workers that the caller has and keeps; without it they come and go with the workshop. */
  readonly pool?: Pool;
}

/** Runs `body` with a workshop; whatever it leaves in staging goes. */
export async function withWorkshop<T>(
  place: WorkshopPlace,
  body: (shop: Workshop) => Promise<T>,
): Promise<T> {
  const { home, release } = place;
  const staging = openStaging(home, release);
  const pool = place.pool ?? openPool();
  try {
    const times = { inflate: 0, hash: 0, write: 0, link: 0 };
    return await body({ staging, pool, method: methodOf(home, staging), times });
  } finally {
    if (pool !== place.pool) await pool.close();
    staging.close();
  }
}

/** Tried between staging and store, which may be on different file systems. */
function methodOf(home: Home, staging: Staging): LinkMethod {
  mkdirSync(home.store, { recursive: true });
  const file = join(staging.root, "probe");
  writeFileSync(file, "probe");
  const method = probeMethod(file, join(home.store, `probe.${crypto.randomUUID()}`));
  rmSync(file);
  return method;
}
