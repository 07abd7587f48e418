/** What can be asked of Go's build cache, and what is found in it. */
import type { Absent, Unreadable } from "./read.ts";

/** Every entry of this directory is read. */
export interface CacheRead {
  readonly gocache: string;
  /** Damaged entries that are named; more are only counted. */
  readonly max: number;
}

/**
 * `altered`: an output of the size that a record tells, with other bytes: go uses it as it is. `incomplete`: one of
 * another size, or that no record tells of: go makes it anew. `record`: go takes it for none. `odd`: no file.
 */
export type DamageKind = "altered" | "incomplete" | "record" | "odd";

export interface DamagedEntry {
  /** Below the cache: `ab/ab12…-d`. */
  readonly name: string;
  readonly kind: DamageKind;
  readonly bytes: number;
}

export interface FoundCache {
  readonly is: "cache";
  readonly path: string;
  readonly records: number;
  readonly outputs: number;
  /** Of all outputs. */
  readonly bytes: number;
  /** Records whose output go has thrown away, as it does after five days. */
  readonly withoutOutput: number;
  /** Entries that changed while they were looked at: a build is running. */
  readonly changing: number;
  /** Entries that may not be read. */
  readonly unreadable: number;
  readonly damagedCount: number;
  readonly damaged: readonly DamagedEntry[];
}

export type CacheAnswer = FoundCache | Absent | Unreadable;

/** Told as a cache is read. */
export interface CacheProgress {
  expect(bytes: number): void;
  read(bytes: number): void;
  done(): void;
}
