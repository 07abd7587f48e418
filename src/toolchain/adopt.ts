/**
 * `gostead adopt`: a Go that somebody else unpacked becomes a toolchain of ours,
 * proven as an install is. Only where its bytes come from differs: all of them out
 * of that tree, copied and hashed (security S11), so that the h1 judges that tree
 * and nothing that we had before. What the store has already is shared when the
 * copies join it. No file of the tree is changed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { isoTime } from "#host/clock.ts";
import { GosteadError } from "#model/error.ts";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import type { Manifest } from "#model/manifest.ts";
import { quoted } from "#model/quote.ts";
import type { Release } from "#model/release.ts";
import { batchesOf } from "#store/batch.ts";
import { openPool } from "#store/pool.ts";
import { matches } from "#sumdb/matches.ts";
import type { Proved } from "#sumdb/proof.ts";
import { namesIn } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { type Grown, makeEmptyFiles, recordOf } from "./grow.ts";
import { trustedReceipt, withReleaseLock } from "./install.ts";
import { isInstalled, treePath } from "./installed.ts";
import { judgeTree } from "./judge.ts";
import { refreshLinks } from "./links.ts";
import { objectOf } from "./need.ts";
import { publish } from "./publish.ts";
import { askFor, type Published } from "./published.ts";
import type { Receipt } from "./receipt.ts";
import { formatRecord } from "./record.ts";
import { isExecutable } from "./shape.ts";
import { makeDirectories } from "./staging.ts";
import { noteTimes, type Workshop, withWorkshop } from "./workshop.ts";

/** A tree by its path, and the release that it says it is. */
export interface Candidate {
  readonly path: string;
  readonly release: Release;
}

export interface Adopted {
  readonly release: Release;
  /** Our own tree. */
  readonly path: string;
  /** `present`: the release was here already. */
  readonly status: "adopted" | "present";
  readonly receipt: Receipt;
  /** New to the store. */
  readonly filesCopied: number;
  /** With what the store had. */
  readonly filesShared: number;
  /** Bytes of files that were new to the store. */
  readonly bytesAdded: number;
}

/** Throws `altered-tree` for a tree that is not the published one, and what an install throws. */
export function adopt(candidate: Candidate, engine: Engine): Promise<Adopted> {
  const { release } = candidate;
  return withReleaseLock(release, engine, async () => {
    const receipt = trustedReceipt(release, engine);
    const adopted =
      receipt === undefined
        ? await takeOver(candidate, engine)
        : await alreadyHere(candidate, receipt, engine);
    await refreshLinks(engine.home, engine.platform);
    return { release, path: treePath(engine.home, release), ...adopted };
  });
}

type Outcome = Omit<Adopted, "release" | "path">;

/** What is here already makes a tree no better than it is. */
async function alreadyHere(
  candidate: Candidate,
  receipt: Receipt,
  engine: Engine,
): Promise<Outcome> {
  const pool = openPool();
  try {
    const { verdict, problems, reason } = await judgeTree(candidate.path, engine, pool);
    const [first] = problems;
    if (verdict === "proven")
      return { status: "present", receipt, filesCopied: 0, filesShared: 0, bytesAdded: 0 };
    throw altered(candidate, reason ?? `${first?.kind} ${quoted(first?.path ?? "")}`);
  } finally {
    await pool.close();
  }
}

interface Taking {
  readonly candidate: Candidate;
  readonly published: Extract<Published, { kind: "directory" }>;
  readonly shop: Workshop;
  readonly engine: Engine;
}

function takeOver(candidate: Candidate, engine: Engine): Promise<Outcome> {
  const { release } = candidate;
  return withWorkshop({ home: engine.home, release }, async (shop) => {
    engine.watch.phase("asking");
    const spool = join(shop.staging.root, "asked");
    const published = await askFor(release, engine, spool);
    const taking = { candidate, published, shop, engine };
    engine.watch.phase("copying");
    const grown = await copyTree(taking);
    const manifest = prove(grown, taking);
    const receipt = receiptFor(taking, manifest);
    const record = formatRecord(recordOf(grown));
    const replaces = isInstalled(engine.home, release);
    const { fresh } = grown;
    const added = manifest.value.entries.filter(
      (entry) => entry.size > 0 && !existsSync(join(engine.home.store, objectOf(entry))),
    );
    engine.watch.phase("linking");
    await publish({ release, manifest, fresh, receipt, record, replaces }, shop, engine);
    return {
      status: "adopted",
      receipt,
      filesCopied: added.length,
      filesShared: fresh.size - added.length,
      bytesAdded: added.reduce((sum, { size }) => sum + size, 0),
    };
  });
}

/** Every file out of the tree; nothing of it is proven yet. */
async function copyTree(taking: Taking): Promise<Grown> {
  const { published, shop } = taking;
  const { entries } = published;
  makeDirectories(
    shop.staging.tree,
    entries.map(({ name }) => name),
  );
  const copied = await copyFiles(
    entries.filter(({ size }) => size > 0),
    taking,
  );
  const empty = makeEmptyFiles({ directory: { entries }, shop });
  return { entries, hashes: new Map([...empty, ...copied]), fresh: new Set(copied.keys()) };
}

type Wanted = Pick<ToolchainEntry, "name" | "size">;

async function copyFiles(wanted: readonly Wanted[], taking: Taking): Promise<Map<string, Sha256>> {
  const done = await Promise.all(batchesOf(wanted).map((batch) => copyBatch(batch, taking)));
  return new Map(done.flat());
}

async function copyBatch(
  batch: readonly Wanted[],
  { candidate, shop }: Taking,
): Promise<[string, Sha256][]> {
  const items = batch.map(({ name, size }) => ({
    source: namesIn(candidate.path, name)[0] ?? name,
    path: name,
    size,
    executable: isExecutable(name),
  }));
  const root = shop.staging.tree;
  const done = await shop.pool.run({ kind: "copy", from: candidate.path, root, items });
  noteTimes(shop.times, done.times);
  const [lacking] = done.missing.map((index) => items[index]?.source ?? "");
  if (lacking !== undefined) throw altered(candidate, `${quoted(lacking)} is missing or differs`);
  return batch.map(({ name }, index) => [
    name,
    sha256OfDigest(done.hashes.subarray(32 * index, 32 * index + 32)),
  ]);
}

function prove(grown: Grown, { published, candidate }: Taking): Proved<Manifest> {
  try {
    return matches({ entries: recordOf(grown) }, published.expected);
  } catch (error) {
    if (!(error instanceof GosteadError) || error.code !== "hash-mismatch") throw error;
    throw altered(candidate, "the h1 of its files is not the logged one");
  }
}

function altered({ path, release }: Candidate, why: string): GosteadError {
  return new GosteadError(
    "altered-tree",
    `${quoted(path, 400)} is not go${release.version} as it was published: ${why}`,
    {
      fix: `gostead verify ${quoted(path, 400)} names every file; gostead install ${release.version} fetches it`,
    },
  );
}

function receiptFor({ candidate, engine }: Taking, manifest: Proved<Manifest>): Receipt {
  const { version, platform } = candidate.release;
  const { entries } = manifest.value;
  return {
    format: 1,
    version,
    platform,
    h1: manifest.expected.h1,
    proof: manifest.expected.proof,
    trust: engine.trust().origin,
    source: `adopted from ${candidate.path}`,
    installed: isoTime(engine.nowMs()),
    files: entries.length,
    bytes: entries.reduce((sum, { size }) => sum + size, 0),
  };
}
