/**
 * What the kept tree head can tell about freshness (security S14): another
 * machine's head must be consistent with ours, and a log that does not grow for
 * a week is a mirror that stands still, or somebody who hides what is new.
 */
import { GosteadError } from "#model/error.ts";
import { openLogState } from "#source/logstate.ts";
import { type Advance, advanceHead } from "#sumdb/client.ts";
import { parseVerifierKey } from "#sumdb/note.ts";
import type { Engine } from "./engine.ts";
import { logOf } from "./prove.ts";

export const STALE_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Throws `log-fork` when the two heads cannot both be true; moves ours forward when the other is newer. */
export function checkHead(signedHead: string, engine: Engine): Promise<Advance> {
  const trust = engine.trust();
  return advanceHead(logOf(engine), parseVerifierKey(trust.verifierKey), signedHead);
}

/** Whole days since the head last grew, when that is too long; undefined when it is fresh or unknown. */
export function staleDays(engine: Engine): number | undefined {
  const last = openLogState(engine.home, engine.trust(), engine.nowMs).lastAdvance();
  if (last === undefined) return undefined;
  const days = Math.floor((engine.nowMs() - last) / DAY_MS);
  return days > STALE_DAYS ? days : undefined;
}

export function staleError(engine: Engine, days: number): GosteadError {
  return new GosteadError(
    "finding",
    `the tree head of ${engine.trust().name} has not grown for ${days} days`,
    {
      fix: "the proxy may serve an old copy: ask another GOPROXY",
    },
  );
}
