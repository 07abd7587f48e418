/**
 * A release that is not here yet: proof and bytes side by side, a tree in
 * staging, and nothing visible until the manifest's h1 is the one in the log.
 */
import { isoTime } from "#host/clock.ts";
import type { Manifest } from "#model/manifest.ts";
import { toolchainModule } from "#model/module.ts";
import type { Release } from "#model/release.ts";
import { openZip } from "#source/zip.ts";
import type { Timings } from "#store/message.ts";
import type { Proved } from "#sumdb/proof.ts";
import { readZipDirectory } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { type Grown, type Growth, grow, recordOf, settle } from "./grow.ts";
import { proveRelease } from "./prove.ts";
import { publish } from "./publish.ts";
import type { Receipt } from "./receipt.ts";
import { formatRecord } from "./record.ts";
import { type Workshop, withWorkshop } from "./workshop.ts";

export interface Obtained {
  readonly receipt: Receipt;
  readonly filesFetched: number;
  readonly filesReused: number;
  /** Bytes of files that were new to the store. */
  readonly bytesAdded: number;
  /** False when another process made the same release visible first. */
  readonly published: boolean;
  /** Milliseconds that the workers spent, summed over all of them. */
  readonly times: Timings;
}

/** `replaces`: a visible tree of this release is to make way, because its own proof no longer counts. */
export function obtain(release: Release, engine: Engine, replaces: boolean): Promise<Obtained> {
  return withWorkshop({ home: engine.home, release }, async (shop) => {
    const abort = new AbortController();
    const proof = proveRelease(engine, release);
    proof.catch(() => abort.abort());
    try {
      const growth = await openGrowth(release, { shop, engine }, abort.signal);
      engine.watch.phase("fetching");
      const grown = await grow(growth);
      const manifest = await settle(grown, await proof, growth);
      engine.watch.phase("linking");
      return await finish(growth, { grown, manifest, replaces });
    } catch (error) {
      // A proof that failed is the reason; the transfer only stopped because of it.
      if (abort.signal.aborted) await proof;
      throw error;
    } finally {
      abort.abort();
    }
  });
}

interface Tools {
  readonly shop: Workshop;
  readonly engine: Engine;
}

async function openGrowth(release: Release, tools: Tools, signal: AbortSignal): Promise<Growth> {
  const { shop, engine } = tools;
  const module = toolchainModule(release);
  let isAnnounced = false;
  const onBytes = (count: number, total: number) => {
    if (!isAnnounced) engine.watch.expect(total);
    isAnnounced = true;
    engine.watch.received(count);
  };
  const { spool } = shop.staging;
  const zip = await openZip(engine.route(), { module, spool, onBytes, signal });
  return { release, zip, directory: await readZipDirectory(zip, module), shop, engine };
}

interface Finish {
  readonly grown: Grown;
  readonly manifest: Proved<Manifest>;
  readonly replaces: boolean;
}

async function finish(growth: Growth, done: Finish): Promise<Obtained> {
  const { release, engine, shop } = growth;
  const { grown, manifest, replaces } = done;
  const { entries } = manifest.value;
  const receipt = receiptFor(growth, manifest);
  const record = formatRecord(recordOf(grown));
  const what = { release, manifest, fresh: grown.fresh, receipt, record, replaces };
  return {
    receipt,
    filesFetched: grown.fresh.size,
    filesReused: entries.length - grown.fresh.size,
    bytesAdded: sizeOf(entries.filter((entry) => grown.fresh.has(entry.name))),
    published: await publish(what, shop, engine),
    times: shop.times,
  };
}

function receiptFor({ release, engine, zip }: Growth, manifest: Proved<Manifest>): Receipt {
  const { entries } = manifest.value;
  return {
    format: 1,
    version: release.version,
    platform: release.platform,
    h1: manifest.expected.h1,
    proof: manifest.expected.proof,
    trust: engine.trust().origin,
    source: zip.source,
    installed: isoTime(engine.nowMs()),
    files: entries.length,
    bytes: sizeOf(entries),
  };
}

function sizeOf(entries: readonly { readonly size: number }[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}
