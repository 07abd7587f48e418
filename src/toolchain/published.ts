/**
 * What a release published, as far as it can be known here: the manifest of an
 * installed one offline, else the names in the zip's directory and the logged h1.
 */
import { mkdirSync } from "node:fs";
import type { ToolchainEntry } from "#goproxy/entry.ts";
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
  if (isInstalled(engine.home, release)) {
    const expected = provenByReceipt(engine, receiptOf(engine.home, release));
    const entries = readRecord(engine.home, release);
    matches({ entries }, expected);
    return { kind: "manifest", expected, entries, tree: treePath(engine.home, release) };
  }
  mkdirSync(spool, { recursive: true });
  const module = toolchainModule(release);
  const signal = new AbortController().signal;
  const request = {
    module,
    spool: `${spool}/${releaseName(release)}.zip`,
    onBytes: () => {},
    signal,
  };
  const [expected, zip] = await Promise.all([
    proveRelease(engine, release),
    openZip(engine.route(), request),
  ]);
  const { entries } = await readZipDirectory(zip, module);
  return { kind: "directory", expected, entries, zip };
}
