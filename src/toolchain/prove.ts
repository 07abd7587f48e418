/** The proof of one release under the log that the configuration trusts. */
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName, sameRelease } from "#model/release.ts";
import { saveEvidence } from "#source/evidence.ts";
import { openLog } from "#source/log.ts";
import { openLogState } from "#source/logstate.ts";
import { type LogOps, prove } from "#sumdb/client.ts";
import { parseVerifierKey } from "#sumdb/note.ts";
import type { Expected } from "#sumdb/proof.ts";
import { recheck } from "#sumdb/recheck.ts";
import type { Engine } from "./engine.ts";
import type { Receipt } from "./receipt.ts";

/** Asks the log; throws its errors (`bad-proof`, `log-fork`, `not-available`, `no-network` …). */
export function proveRelease(engine: Engine, release: Release): Promise<Expected> {
  const trust = engine.trust();
  return prove(logOf(engine), parseVerifierKey(trust.verifierKey), release);
}

/** The trusted log with its kept state, for whoever asks it something else. */
export function logOf(engine: Engine): LogOps {
  const trust = engine.trust();
  const state = openLogState(engine.home, trust, engine.nowMs);
  const keep = (name: string, text: string) => saveEvidence(engine.home, name, text);
  return openLog(trust, { route: engine.route(), state, saveEvidence: keep });
}

/**
 * The receipt's own proof, checked offline from the key that the configuration
 * trusts now. A receipt under another key proves nothing here (security S5).
 */
export function provenByReceipt(engine: Engine, receipt: Receipt): Expected {
  const trust = engine.trust();
  if (receipt.proof.verifierKey !== trust.verifierKey) {
    throw new GosteadError(
      "bad-receipt",
      `go${receipt.version} was proven under the key ${receipt.proof.verifierKey}, the configuration trusts ${trust.verifierKey}`,
      { fix: `gostead install ${receipt.version}, which proves it anew` },
    );
  }
  const expected = recheck(receipt.proof, [trust.verifierKey]);
  // VERSION names no platform: without this another platform's tree would pass (security S6).
  if (!sameRelease(expected.release, receipt)) {
    const [says, proves] = [releaseName(receipt), releaseName(expected.release)];
    throw new GosteadError("bad-receipt", `the receipt of ${says} holds the proof of ${proves}`, {
      fix: `gostead verify --repair ${receipt.version}`,
    });
  }
  if (expected.h1 !== receipt.h1) {
    throw new GosteadError(
      "bad-receipt",
      `the receipt of go${receipt.version} says ${receipt.h1}, its proof ${expected.h1}`,
      {
        fix: `gostead verify --repair ${receipt.version}`,
      },
    );
  }
  return expected;
}
