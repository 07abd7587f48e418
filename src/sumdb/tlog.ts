/**
 * The transparency log's tree (RFC 6962 §2.1; golang.org/x/mod/sumdb/tlog):
 *
 *   leaf   SHA-256(0x00 || record)          node   SHA-256(0x01 || left || right)
 *   empty  SHA-256("")                      split  at the largest power of two below the size
 *
 * A tree of n records is a row of complete subtrees. Their roots are the stored
 * hashes; each has an index in one dense order, in which the n'th hash of a level
 * follows the second of the two that it was made from (Crosby and Wallach,
 * "Efficient Data Structures for Tamper-Evident Logging", §3.3).
 */
import { hash as digest } from "node:crypto";
import { GosteadError } from "#model/error.ts";
import { parseDecimal, parseHash, quote } from "./canonical.ts";

/** 32 bytes. */
export type Hash = Uint8Array;

export interface Tree {
  /** Number of records. */
  readonly size: number;
  readonly hash: Hash;
}

/** Gives the stored hashes with these indexes, in this order; throws when it lacks one. */
export type HashReader = (indexes: readonly number[]) => readonly Hash[];

/** Records lo ≤ i < hi whose hash stands in a proof, and on which side of the path it lies. */
export interface Step {
  readonly lo: number;
  readonly hi: number;
  readonly side: "left" | "right";
}

export function recordHash(record: Uint8Array | string): Hash {
  return digest("sha256", Buffer.concat([Buffer.of(0x00), Buffer.from(record)]), "buffer");
}

export function nodeHash(left: Hash, right: Hash): Hash {
  const input = Buffer.allocUnsafe(65);
  input[0] = 0x01;
  input.set(left, 1);
  input.set(right, 33);
  return digest("sha256", input, "buffer");
}

export function sameHash(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Index of the n'th hash of a level; level 0 holds the leaves. */
export function storedHashIndex(level: number, n: number): number {
  let index = level;
  // The last leaf below the hash, then all hashes that the leaves up to it complete.
  for (let m = (n + 1) * 2 ** level - 1; m > 0; m = Math.floor(m / 2)) index += m;
  return index;
}

/** The inverse of storedHashIndex. */
export function splitStoredHashIndex(index: number): { level: number; n: number } {
  // Leaf n has an index below 2n, so the leaf that completed ours is at least index / 2.
  let n = Math.floor(index / 2);
  let first = storedHashIndex(0, n);
  for (let next = storedHashIndex(0, n + 1); next <= index; next = storedHashIndex(0, n + 1)) {
    n++;
    first = next;
  }
  const level = index - first;
  return { level, n: Math.floor(n / 2 ** level) };
}

/** Indexes of the stored hashes that make the hash of records lo ≤ i < hi, left to right. */
export function rangeIndexes(lo: number, hi: number): number[] {
  const indexes: number[] = [];
  for (let at = lo; at < hi; ) {
    const level = floorLog2(hi - at);
    const width = 2 ** level;
    indexes.push(storedHashIndex(level, at / width));
    at += width;
  }
  return indexes;
}

/** Hash of records lo ≤ i < hi, a subtree of RFC 6962's split. */
export function rangeHash(lo: number, hi: number, read: HashReader): Hash {
  return read(rangeIndexes(lo, hi)).reduceRight((right, left) => nodeHash(left, right));
}

/** Root of the tree of the first `size` records. */
export function treeHash(size: number, read: HashReader): Hash {
  return size === 0 ? digest("sha256", "", "buffer") : rangeHash(0, size, read);
}

/** What an inclusion proof holds, leaf first (RFC 6962 §2.1.1). */
export function recordSteps(size: number, record: number): Step[] {
  const steps: Step[] = [];
  let [lo, hi] = [0, size];
  while (hi - lo > 1) {
    const mid = lo + splitWidth(hi - lo);
    if (record < mid) {
      steps.push({ lo: mid, hi, side: "right" });
      hi = mid;
    } else {
      steps.push({ lo, hi: mid, side: "left" });
      lo = mid;
    }
  }
  return steps.reverse();
}

/**
 * What a consistency proof holds (RFC 6962 §2.1.2), deepest first. Unless the old
 * tree is itself a complete subtree, the first step is that subtree's own hash,
 * from which both roots are built.
 */
export function treeSteps(size: number, old: number): Step[] {
  const steps: Step[] = [];
  let [lo, hi] = [0, size];
  while (hi !== old) {
    const mid = lo + splitWidth(hi - lo);
    if (old <= mid) {
      steps.push({ lo: mid, hi, side: "right" });
      hi = mid;
    } else {
      steps.push({ lo, hi: mid, side: "left" });
      lo = mid;
    }
  }
  if (lo > 0) steps.push({ lo, hi, side: "left" });
  return steps.reverse();
}

/** The proof that a tree of `size` holds record number `record`. */
export function proveRecord(size: number, record: number, read: HashReader): Hash[] {
  requireInside(record >= 0 && record < size, `record ${record} in a tree of ${size}`);
  return recordSteps(size, record).map((step) => rangeHash(step.lo, step.hi, read));
}

/** The proof that a tree of `size` begins with the tree of the first `old` records. */
export function proveTree(size: number, old: number, read: HashReader): Hash[] {
  requireInside(old >= 1 && old <= size, `tree of ${old} in a tree of ${size}`);
  return treeSteps(size, old).map((step) => rangeHash(step.lo, step.hi, read));
}

/** Throws `bad-proof` unless `proof` shows that `tree` holds a record with hash `leaf` at `record`. */
export function checkRecord(
  proof: readonly Hash[],
  tree: Tree,
  entry: { readonly record: number; readonly leaf: Hash },
): void {
  const { record, leaf } = entry;
  requireInside(record >= 0 && record < tree.size, `record ${record} in a tree of ${tree.size}`);
  const steps = recordSteps(tree.size, record);
  requireLength(proof, steps.length);
  let hash = leaf;
  for (const [i, step] of steps.entries()) hash = join(hash, proof[i], step.side);
  if (!sameHash(hash, tree.hash)) {
    throw failed(`record ${record} is not in the tree of ${tree.size} records`);
  }
}

/** Throws `bad-proof` unless `proof` shows that `tree` begins with all records of `old`. */
export function checkTree(proof: readonly Hash[], tree: Tree, old: Tree): void {
  const claim = `tree of ${old.size} in a tree of ${tree.size}`;
  requireInside(old.size >= 1 && old.size <= tree.size, claim);
  const steps = treeSteps(tree.size, old.size);
  requireLength(proof, steps.length);
  const based = steps[0]?.side === "left" && steps[0].hi === old.size;
  let oldRoot = based ? (proof[0] ?? old.hash) : old.hash;
  let newRoot = oldRoot;
  for (const [i, step] of steps.entries()) {
    if (based && i === 0) continue;
    newRoot = join(newRoot, proof[i], step.side);
    if (step.side === "left") oldRoot = join(oldRoot, proof[i], "left");
  }
  if (!sameHash(oldRoot, old.hash) || !sameHash(newRoot, tree.hash)) {
    throw failed(`the ${claim} is not its beginning`);
  }
}

/**
 * Reads a tree head's text: `go.sum database tree`, size and root hash on lines of
 * their own; further lines are for later versions and ignored. Throws `bad-proof`.
 */
export function parseTree(text: string): Tree {
  const [title, count = "", root = "", ...rest] = text.split("\n");
  const size = parseDecimal(count);
  const hash = parseHash(root);
  const titled = title === "go.sum database tree" && rest.length > 0;
  if (!titled || size === undefined || hash === undefined) {
    throw failed(`malformed tree head ${quote(text)}`);
  }
  return { size, hash };
}

/** Largest power of two below `width` (RFC 6962's k). */
function splitWidth(width: number): number {
  return 2 ** floorLog2(width - 1);
}

/** Exact where Math.log2 rounds up, just below powers of two from 2^49 on. */
function floorLog2(n: number): number {
  return n >= 2 ** 32 ? 63 - Math.clz32(n / 2 ** 32) : 31 - Math.clz32(n);
}

function join(hash: Hash, sibling: Hash | undefined, side: Step["side"]): Hash {
  if (sibling === undefined) throw failed("a proof ends too early");
  return side === "left" ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
}

function requireInside(inside: boolean, claim: string): void {
  if (!inside) throw failed(`there is no ${claim}`);
}

function requireLength(proof: readonly Hash[], length: number): void {
  if (proof.length !== length) throw failed(`proof has ${proof.length} hashes, expected ${length}`);
  const odd = proof.find((hash) => hash.length !== 32);
  if (odd !== undefined) throw failed(`a hash in the proof has ${odd.length} bytes, expected 32`);
}

function failed(message: string): GosteadError {
  return new GosteadError("bad-proof", message);
}
