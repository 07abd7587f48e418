/**
 * The records of Go's build cache (cmd/go/internal/cache): what `<action id>-a` holds, 175 bytes. The output lies beside
 * it as `<output id>-d`, and its id is the SHA-256 of its bytes. Both in a directory of their first two digits. Pure.
 *
 *   v1 <64 hex: action id> <64 hex: output id> <20: size in bytes> <20: Unix nanoseconds>\n
 */

export const RECORD_BYTES = 175;
const RECORD = /^v1 ([0-9a-f]{64}) ([0-9a-f]{64}) ( *\d+) ( *\d+)\n$/;
const NAME = /^([0-9a-f]{64})-([ad])$/;

export interface CacheRecord {
  readonly output: string;
  /** Bytes of the output. */
  readonly size: number;
}

/** Undefined for what Go takes for no record of this action. */
export function parseCacheRecord(text: string, action: string): CacheRecord | undefined {
  if (text.length !== RECORD_BYTES) return undefined;
  const [, own, output, size = "", time = ""] = RECORD.exec(text) ?? [];
  if (own !== action || output === undefined) return undefined;
  // Each is padded on its left to 20.
  if (size.length !== 20 || time.length !== 20) return undefined;
  // As Go: 64 bits with a sign.
  if ([size, time].some((number) => BigInt(number.trim()) >= 1n << 63n)) return undefined;
  return { output, size: Number(size) };
}

export interface CacheName {
  readonly id: string;
  readonly kind: "a" | "d";
}

/** What a file of directory `ab` is; undefined for what is none of the cache's. */
export function parseCacheName(directory: string, name: string): CacheName | undefined {
  const [, id = "", kind] = NAME.exec(name) ?? [];
  if (!id.startsWith(directory) || (kind !== "a" && kind !== "d")) return undefined;
  return { id, kind };
}
