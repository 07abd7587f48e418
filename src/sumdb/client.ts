/**
 * The checksum log's client, with the guarantees of golang.org/x/mod/sumdb: a hash
 * is taken only from a record that is proven to be in the tree that the log signed,
 * and the signed tree only ever grows. How the log is reached and where its state
 * is kept is not known here: LogOps is all that a proof needs of the world.
 *
 * A proof costs two round trips: the lookup beside the latest head, then every tile
 * at once. State is written last, when nothing speaks against any of it.
 */
import { GosteadError } from "#model/error.ts";
import { escapeModule, type ModuleVersion, toolchainModule } from "#model/module.ts";
import type { Release } from "#model/release.ts";
import { formatHash } from "./canonical.ts";
import { type Head, openHead } from "./head.ts";
import { isAbsent } from "./load.ts";
import { mintExpected } from "./mint.ts";
import type { VerifierKey } from "./note.ts";
import type { LogOps } from "./ops.ts";
import type { Expected, LogProof } from "./proof.ts";
import { type Lookup, parseLookup, recordedH1 } from "./record.ts";
import { advance, openKept, settle } from "./settle.ts";
import { checkRecord, type HashReader, proveRecord, recordHash, type Tree } from "./tlog.ts";

export type { LogOps } from "./ops.ts";

/**
 * Asks the log what h1 a release has, and proves the answer. Throws `not-available`
 * when the log has no record of it; `bad-signature`, `bad-proof` or `log-fork` when
 * an answer does not hold; `bad-answer` when the log lacks a tile; readRemote's error
 * when it cannot be reached.
 */
export async function prove(ops: LogOps, key: VerifierKey, release: Release): Promise<Expected> {
  const module = toolchainModule(release);
  const [kept, answer, latest] = await Promise.all([
    ops.readHead(),
    readLookup(ops, key, module),
    readLatest(ops),
  ]);
  const lookup = parseLookup(answer);
  const heads = [
    ...openKept(kept, key),
    openHead(lookup.signedHead, key, "head in the lookup answer"),
    ...(latest === undefined ? [] : [openHead(latest, key, "latest head")]),
  ];
  const { newest, loaded } = await settle(ops, key, { heads, records: [lookup.record] });
  const proof = proofOf(key, lookup, { head: newest, read: loaded.read });
  const h1 = recordedH1(lookup.recordText, module);
  await loaded.keep();
  await advance(ops, key, { kept, newest });
  return mintExpected({ module, release, h1, proof });
}

/** Proves the looked-up record in a settled head's tree; throws `bad-proof` when it is another. */
function proofOf(
  key: VerifierKey,
  lookup: Lookup,
  under: { readonly head: Head; readonly read: HashReader },
): LogProof {
  const { record, recordText } = lookup;
  const { tree, signed } = under.head;
  const inclusion = proveRecord(tree.size, record, under.read);
  checkRecord(inclusion, tree, { record, leaf: recordHash(recordText) });
  return {
    log: key.name,
    verifierKey: key.text,
    record,
    recordText,
    treeSize: tree.size,
    rootHash: formatHash(tree.hash),
    signedHead: signed,
    inclusion: inclusion.map(formatHash),
  };
}

/** How a head stands to the one that was kept. */
export interface Advance {
  /** The head kept before; undefined when there was none. */
  readonly before: Tree | undefined;
  /** The head given. */
  readonly given: Tree;
  /** The head kept now: the bigger of the two. */
  readonly now: Tree;
}

/**
 * Proves a signed head consistent with the kept one, whichever is bigger, and keeps
 * the bigger: for `/latest` alone, and for another machine's head. Throws as prove.
 */
export async function advanceHead(
  ops: LogOps,
  key: VerifierKey,
  signedNote: string,
): Promise<Advance> {
  const given = openHead(signedNote, key, "given head");
  const kept = await ops.readHead();
  const [before] = openKept(kept, key);
  const heads = before === undefined ? [given] : [before, given];
  const { newest, loaded } = await settle(ops, key, { heads, records: [] });
  await loaded.keep();
  const now = await advance(ops, key, { kept, newest });
  return { before: before?.tree, given: given.tree, now: now.tree };
}

async function readLookup(ops: LogOps, key: VerifierKey, module: ModuleVersion) {
  const path = `/lookup/${escapeModule(module.path)}@${escapeModule(module.version)}`;
  return ops.readRemote(path).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
    const named = `${module.path}@${module.version}`;
    throw new GosteadError("not-available", `${key.name} has no record of ${named}`, {
      fix: "check that this version was published for this platform",
      cause: error,
    });
  });
}

/** Undefined from a log or mirror that serves no latest head: the lookup brings one. */
async function readLatest(ops: LogOps): Promise<Uint8Array | undefined> {
  try {
    return await ops.readRemote("/latest");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
