/**
 * What a release published, as far as it can be known here: the manifest of an
 * installed one offline, else the names in the zip's directory and the logged h1.
 */
import { mkdirSync } from "node:fs";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { isIntegrity } from "#model/error.ts";
import { toolchainModule } from "#model/module.ts";
import { type Release, releaseName } from "#model/release.ts";
import { openZip, type ToolchainZip } from "#source/zip.ts";
import { matches } from "#sumdb/matches.ts";
import type { Expected } from "#sumdb/proof.ts";
import { readZipDirectory } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { isInstalled, receiptOf, treePath } from "./installed.ts";
import { provenByReceipt, proveRelease } from "./prove.ts";
import { readRecord } from "./receipt.ts";
import type { RecordEntry } from "./record.ts";

export type Published =
  | {
      readonly kind: "manifest";
      readonly expected: Expected;
      readonly entries: readonly RecordEntry[];
      /** Our own tree of this release. */
      readonly tree: string;
    }
  | {
      readonly kind: "directory";
      readonly expected: Expected;
      readonly entries: readonly ToolchainEntry[];
      readonly zip: ToolchainZip;
    };

/**
 * `spool` is a directory that is made only when something has to be asked for: with a
 * manifest, nothing is written. Throws what asking throws: `offline`, `no-network`, `not-available` …
 */
export async function publishedOf(
  release: Release,
  engine: Engine,
  spool: string,
): Promise<Published> {
  return ownManifest(release, engine) ?? askFor(release, engine, spool);
}

/** From our own install; one whose proof does not hold is no witness, and that is said. */
function ownManifest(release: Release, engine: Engine): Published | undefined {
  if (!isInstalled(engine.home, release)) return undefined;
  try {
    const expected = provenByReceipt(engine, receiptOf(engine.home, release));
    const entries = readRecord(engine.home, release);
    matches({ entries }, expected);
    return { kind: "manifest", expected, entries, tree: treePath(engine.home, release) };
  } catch (error) {
    if (!isIntegrity(error)) throw error;
    engine.watch.warn(`${error.message}; asking the log instead`);
    return undefined;
  }
}

/** What the log and the zip's directory say, whatever is installed here. */
export async function askFor(
  release: Release,
  engine: Engine,
  spool: string,
): Promise<Extract<Published, { kind: "directory" }>> {
  mkdirSync(spool, { recursive: true });
  const module = toolchainModule(release);
  const request = {
    module,
    spool: `${spool}/${releaseName(release)}.zip`,
    onBytes: () => {},
    signal: new AbortController().signal,
  };
  const [expected, zip] = await Promise.all([
    proveRelease(engine, release),
    openZip(engine.route(), request),
  ]);
  const { entries } = await readZipDirectory(zip, module);
  return { kind: "directory", expected, entries, zip };
}
