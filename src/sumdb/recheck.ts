/**
 * A kept proof checked again without the log: signature, tree head, inclusion,
 * record. The proof names the key that it was made under, but only the caller says
 * which keys count (security S5).
 */
import { GosteadError } from "#model/error.ts";
import { toolchainModule } from "#model/module.ts";
import { formatHash, parseHash, parseText } from "./canonical.ts";
import { openHead } from "./head.ts";
import { mintExpected } from "./mint.ts";
import { parseVerifierKey, type VerifierKey } from "./note.ts";
import type { Expected, LogProof } from "./proof.ts";
import { recordedH1, recordedRelease } from "./record.ts";
import { checkRecord, type Hash, recordHash } from "./tlog.ts";

/** Far more hashes than a tree has levels. */
const MAX_INCLUSION = 64;

/**
 * Checks `proof` against the trusted verifier keys `keys` and gives what it proves.
 * The caller compares the release. Throws `log-mismatch` when the proof was made
 * under none of the keys, `bad-signature` or `bad-proof` when it does not hold,
 * `bad-setting` when one of `keys` is malformed.
 */
export function recheck(proof: LogProof, keys: readonly string[]): Expected {
  const trusted = keys.map(parseVerifierKey);
  requireShape(proof);
  const key = requireTrusted(proof, trusted);
  const { tree } = openHead(proof.signedHead, key, "head in the proof");
  if (tree.size !== proof.treeSize || formatHash(tree.hash) !== proof.rootHash) {
    throw failed(
      `signed head is of ${tree.size} records, proof of ${proof.treeSize}, or roots differ`,
    );
  }
  const { record, recordText } = proof;
  checkRecord(proof.inclusion.map(requireHash), tree, { record, leaf: recordHash(recordText) });
  const release = recordedRelease(recordText);
  const module = toolchainModule(release);
  const h1 = recordedH1(recordText, module);
  return mintExpected({ module, release, h1, proof });
}

/** True for a value, for example read from a file, that has the fields of a LogProof. */
export function isLogProof(value: unknown): value is LogProof {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Partial<Record<keyof LogProof, unknown>>;
  const { inclusion } = fields;
  return (
    (["log", "verifierKey", "recordText", "rootHash", "signedHead"] as const).every(
      (name) => typeof fields[name] === "string",
    ) &&
    Number.isSafeInteger(fields.record) &&
    Number.isSafeInteger(fields.treeSize) &&
    Array.isArray(inclusion) &&
    inclusion.length <= MAX_INCLUSION &&
    inclusion.every((hash) => typeof hash === "string")
  );
}

function requireShape(proof: LogProof): void {
  if (!isLogProof(proof)) throw failed("it lacks a field, or has one of another type");
  // Two strings may encode to the same bytes only where one is not well-formed.
  if (parseText(proof.recordText) === undefined) throw failed("its record is not plain UTF-8 text");
}

function requireTrusted(proof: LogProof, trusted: readonly VerifierKey[]): VerifierKey {
  const key = trusted.find(({ text, name }) => text === proof.verifierKey && name === proof.log);
  if (key !== undefined) return key;
  throw new GosteadError("log-mismatch", `proof was made under another log's key (${proof.log})`, {
    fix: "check GOSUMDB, or prove the release anew under the log configured now",
  });
}

function requireHash(text: string): Hash {
  const hash = parseHash(text);
  if (hash === undefined) throw failed("its inclusion holds something that is not a hash");
  return hash;
}

function failed(why: string): GosteadError {
  return new GosteadError("bad-proof", `kept proof does not hold: ${why}`, {
    fix: "gostead verify --repair, which proves it anew",
  });
}
