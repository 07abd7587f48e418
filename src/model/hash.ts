/**
 * Hashes as the rest of the program passes them on: branded strings that only
 * the parsers here make, so that a name or a path never stands in for a hash.
 */

/** SHA-256 of one file's content: 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly brand: "Sha256" };

/** Go's directory hash, `h1:` and base64 of 32 bytes (golang.org/x/mod/sumdb/dirhash). */
export type H1 = string & { readonly brand: "H1" };

/** The SHA-256 of no bytes at all. */
export const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" as Sha256;

/** The hash, or undefined when `text` is not exactly 64 lower-case hex digits. */
export function parseSha256(text: string): Sha256 | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? (text as Sha256) : undefined;
}

/** The hash, or undefined when `text` is not `h1:` and canonical base64 of 32 bytes. */
export function parseH1(text: string): H1 | undefined {
  if (!/^h1:[A-Za-z0-9+/]{43}=$/.test(text)) return undefined;
  const canonical = Buffer.from(text.slice(3), "base64").toString("base64");
  return canonical === text.slice(3) ? (text as H1) : undefined;
}

/** A digest of 32 bytes as the hash it is; throws a RangeError on any other length. */
export function sha256OfDigest(digest: Uint8Array): Sha256 {
  if (digest.length !== 32) throw new RangeError(`a SHA-256 has 32 bytes, got ${digest.length}`);
  return Buffer.from(digest.buffer, digest.byteOffset, 32).toString("hex") as Sha256;
}
