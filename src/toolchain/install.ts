/** `gostead install`: one release, present and proven when this returns. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "#host/lock.ts";
import { GosteadError, isIntegrity } from "#model/error.ts";
import { type Release, releaseName } from "#model/release.ts";
import type { LogProof } from "#sumdb/proof.ts";
import type { Engine } from "./engine.ts";
import { staleDays, staleError } from "./headcheck.ts";
import { isInstalled, treePath } from "./installed.ts";
import { refreshLinks } from "./links.ts";
import { type Obtained, obtain } from "./obtain.ts";
import { provenByReceipt } from "./prove.ts";
import { type Receipt, readReceipt } from "./receipt.ts";
import { verifyInstalled } from "./verify.ts";

export interface Installed {
  readonly release: Release;
  readonly path: string;
  readonly status: "installed" | "present";
  readonly receipt: Receipt;
  /** Undefined when nothing had to be done. */
  readonly obtained?: Obtained;
}

/** Throws GosteadError: exit 4 when a proof failed, 3 when it could not be had, 75 when the lock was held too long. */
export async function install(release: Release, engine: Engine): Promise<Installed> {
  const path = treePath(engine.home, release);
  const present = (receipt: Receipt): Installed => ({ release, path, status: "present", receipt });
  return withReleaseLock(release, engine, async () => {
    const receipt = trustedReceipt(release, engine);
    if (receipt !== undefined) {
      if (!hasGo(path)) await requireSound(release, engine);
      // Whoever made it visible may have been killed before its links were there.
      await refreshLinks(engine.home, engine.platform);
      return present(receipt);
    }
    const obtained = await obtain(release, engine, isInstalled(engine.home, release));
    if (!obtained.published) {
      await requireSound(release, engine);
      return present(obtained.receipt);
    }
    await refreshLinks(engine.home, engine.platform);
    const days = staleDays(engine);
    if (days !== undefined) engine.watch.warn(staleError(engine, days).message);
    return { release, path, status: "installed", receipt: obtained.receipt, obtained };
  });
}

/** A shim that finds no go behind it sends people here: what is there must not be called so. */
function hasGo(path: string): boolean {
  return ["go", "go.exe"].some((name) => existsSync(join(path, "bin", name)));
}

/** One install of a release at a time: the second finds it present. */
export function withReleaseLock<T>(
  release: Release,
  engine: Engine,
  body: () => Promise<T>,
): Promise<T> {
  const lock = join(engine.home.locks, `${releaseName(release)}.lock`);
  const onWait = (holder: string) => engine.watch.warn(`waiting for ${holder}`);
  return withLock(lock, { timeoutMs: engine.lockTimeoutMs, onWait }, body);
}

/** The receipt of a visible tree whose proof counts under today's configuration (security S5). */
export function trustedReceipt(release: Release, engine: Engine): Receipt | undefined {
  if (!isInstalled(engine.home, release)) return undefined;
  try {
    const receipt = readReceipt(engine.home, release);
    if (receipt !== undefined) provenByReceipt(engine, receipt);
    return receipt;
  } catch (error) {
    // A setting, a newer format or a permission is for a person to settle, not for another install.
    if (!isIntegrity(error)) throw error;
    engine.watch.warn(`${error.message}; proving it anew`);
    return undefined;
  }
}

/** What somebody else left: another install won the race although we held the lock (a file system without locks), or files are gone. */
async function requireSound(release: Release, engine: Engine): Promise<void> {
  const { problems } = await verifyInstalled(release, engine);
  if (problems.length === 0) return;
  throw new GosteadError(
    "altered-tree",
    `${releaseName(release)} is there, but ${problems.length} of its files are wrong`,
    {
      fix: `gostead verify --repair ${release.version}`,
    },
  );
}

/** What `--json` says of a proof. */
export function proofSummary(proof: LogProof, h1: string) {
  const { log, record, treeSize, rootHash } = proof;
  return { kind: "log", log, record, h1, treeSize, rootHash };
}
