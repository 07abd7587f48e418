/**
 * Signed tree heads, and what it takes for two of them to be one log: the smaller
 * tree is the beginning of the bigger. When it is not, the log has shown different
 * histories to different readers, and the two signatures prove it.
 */
import { GosteadError } from "#model/error.ts";
import { formatHash } from "./canonical.ts";
import { openNote, type VerifierKey } from "./note.ts";
import { checkTree, type HashReader, parseTree, proveTree, type Tree, treeHash } from "./tlog.ts";

export interface Head {
  readonly tree: Tree;
  /** The whole signed note, as received. */
  readonly signed: string;
}

/** A fork, and the text that proves it to anybody who has the log's key. */
export interface Fork {
  readonly older: Head;
  readonly newer: Head;
  readonly evidence: string;
}

/** Opens a head; `origin` names where it came from. Throws `bad-signature` or `bad-proof`. */
export function openHead(source: Uint8Array | string, key: VerifierKey, origin: string): Head {
  try {
    const tree = parseTree(openNote(source, [key]).text);
    // openNote has seen to it that bytes and string say the same.
    return { tree, signed: Buffer.from(source).toString() };
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const fix = error.fix === undefined ? {} : { fix: error.fix };
    throw new GosteadError(error.code, `${origin}: ${error.message}`, { ...fix, cause: error });
  }
}

/** The fork between two heads; undefined when `newer` begins with `older`. Needs older ≤ newer. */
export function findFork(older: Head, newer: Head, read: HashReader): Fork | undefined {
  if (older.tree.size === newer.tree.size) {
    const same = formatHash(older.tree.hash) === formatHash(newer.tree.hash);
    return same ? undefined : { older, newer, evidence: evidenceText(older, newer, []) };
  }
  const shown = { size: older.tree.size, hash: treeHash(older.tree.size, read) };
  if (formatHash(shown.hash) === formatHash(older.tree.hash)) return undefined;
  return { older, newer, evidence: evidenceText(older, newer, proofLines(newer, shown, read)) };
}

/** Proves that the newer head's tree begins with another tree than the older head signed. */
function proofLines(newer: Head, shown: Tree, read: HashReader): string[] {
  if (shown.size === 0) return [`an empty tree has the root ${formatHash(shown.hash)}`];
  const proof = proveTree(newer.tree.size, shown.size, read);
  checkTree(proof, newer.tree, shown);
  return [
    `the newer tree's first ${shown.size} records have the root ${formatHash(shown.hash)}`,
    "consistency proof of that, RFC 6962 section 2.1.2, deepest hash first:",
    ...proof.map(formatHash),
  ];
}

function evidenceText(older: Head, newer: Head, proof: readonly string[]): string {
  return [
    "one log, two histories: the older tree is not the beginning of the newer",
    "",
    `== older head, ${older.tree.size} records`,
    older.signed,
    `== newer head, ${newer.tree.size} records`,
    newer.signed,
    "== proof",
    ...(proof.length > 0 ? proof : ["one size, two roots: the signed heads are the proof"]),
    "",
  ].join("\n");
}
