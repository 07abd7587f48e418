/**
 * What a proof from the checksum log says, as types. Expected and Proved carry a
 * brand whose key is not exported: only mint.ts makes them, so a tree that nobody
 * proved does not compile.
 */
import type { H1 } from "#model/hash.ts";
import type { ModuleVersion } from "#model/module.ts";
import type { Release } from "#model/release.ts";

/** All that is needed to check, offline, that a log under a key holds a record. Plain JSON. */
export interface LogProof {
  /** The log's name, for example `sum.golang.org`. */
  readonly log: string;
  /** The key that the head was checked with: name+hash+base64. */
  readonly verifierKey: string;
  readonly record: number;
  /** The record as logged: go.sum lines, each with LF. */
  readonly recordText: string;
  readonly treeSize: number;
  /** Base64 of 32 bytes. */
  readonly rootHash: string;
  /** The whole signed note of the tree head that the inclusion proof leads to. */
  readonly signedHead: string;
  /** Audit path, leaf first, base64 of 32 bytes each. */
  readonly inclusion: readonly string[];
}

declare const minted: unique symbol;

/** The h1 that the log says a release has. */
export interface Expected {
  readonly [minted]: "Expected";
  readonly module: ModuleVersion;
  readonly release: Release;
  readonly h1: H1;
  readonly proof: LogProof;
}

/** A value whose hash is the expected one. */
export interface Proved<T> {
  readonly [minted]: "Proved";
  readonly value: T;
  readonly expected: Expected;
}

/** Expected and Proved as their makers are given them. */
export type Unminted<T> = Omit<T, typeof minted>;
