/**
 * The port of the checksum log's client, worded in the log's own terms: no HTTP, no
 * file path, no clock. Each verb's comment is its contract.
 */

/**
 * What the client needs of the world, for one log under one key. All calls may run
 * at the same time. State must be kept apart by log name and whole key (security S5).
 */
export interface LogOps {
  /**
   * Reads what the log serves at `path`: `/latest`, `/lookup/MODULE@VERSION` or
   * `/tile/8/L/N`; the path is escaped already. Throws `not-available` when the log
   * has no such thing (404, 410), any other error when it could not be asked. Should
   * bound the answer: none is above 1 MB.
   */
  readRemote(path: string): Promise<Uint8Array>;
  /** The signed head that writeHead kept last; empty when there was none. */
  readHead(): Promise<string>;
  /**
   * Replaces the kept head by `next`, at once and durably, only if it still is `old`
   * (empty: none); false when it is not. The time of a success is worth keeping (S14).
   */
  writeHead(old: string, next: string): Promise<boolean>;
  /** A tile that writeTile kept; undefined when there is none. It is proven again on every use. */
  readTile(path: string): Promise<Uint8Array | undefined>;
  /** Keeps a proven tile, replacing what is there. May keep nothing: it is only a cache. */
  writeTile(path: string, bytes: Uint8Array): Promise<void>;
  /** Keeps proof of the log's misbehaviour, never over an older one; gives where it went. */
  saveEvidence(name: string, text: string): Promise<string>;
}
