/** `gostead list`: what is installed, from receipts alone: no tree is walked. */
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import type { Engine } from "./engine.ts";
import { installedReleases, treePath } from "./installed.ts";
import { provenByReceipt } from "./prove.ts";
import { type Receipt, readReceipt } from "./receipt.ts";

export interface Listed {
  readonly release: Release;
  readonly path: string;
  /** Sum of file sizes; undefined when the receipt cannot be read. */
  readonly bytes: number | undefined;
  /** The receipt's proof holds under the log that is trusted now. */
  readonly proven: boolean;
  /** Why it does not. */
  readonly reason?: string;
  readonly receipt?: Receipt;
}

export function listInstalled(engine: Engine): Listed[] {
  return installedReleases(engine.home).map((release) => listOne(release, engine));
}

function listOne(release: Release, engine: Engine): Listed {
  const path = treePath(engine.home, release);
  let receipt: Receipt | undefined;
  try {
    receipt = readReceipt(engine.home, release);
    if (receipt === undefined) return { release, path, bytes: undefined, proven: false };
    provenByReceipt(engine, receipt);
    return { release, path, bytes: receipt.bytes, proven: true, receipt };
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const known = receipt === undefined ? {} : { receipt };
    return { release, path, bytes: receipt?.bytes, proven: false, reason: error.message, ...known };
  }
}
