/**
 * Signed notes (golang.org/x/mod/sumdb/note): a text that people can read with
 * one or more Ed25519 signatures below it.
 *
 *   go.sum database tree                   the text: every line ends in LF
 *   71769961
 *   O0jlIxwRb2vZYS1na726XLlaDCtCqKUVLld+AY32AGA=
 *                                          the last blank line parts them
 *   — sum.golang.org Az3grufbQia/eV…       U+2014, name, base64(key hash || signature)
 *
 * The signature covers the text with its last LF. The 4-byte key hash only finds
 * the key. A verifier key is `name+hash+base64(0x01 || public key)`, where hash is
 * the first 4 bytes of SHA-256(name LF 0x01 || public key) as 8 hex digits.
 */
import { createPublicKey, hash as digest, verify } from "node:crypto";
import { GosteadError } from "#model/error.ts";
import { parseBase64, parseText, quote } from "./canonical.ts";

export interface VerifierKey {
  /** The key in its one spelling: two keys are the same when their texts are. */
  readonly text: string;
  /** Who signs, for example a log's host name. */
  readonly name: string;
  /** First four bytes of the key's digest, big-endian. */
  readonly hash: number;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface Note {
  /** What was signed; ends in LF. */
  readonly text: string;
  /** The good signatures of known keys, at least one. */
  readonly signatures: readonly { readonly name: string; readonly hash: number }[];
}

const MAX_NOTE_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const ALGORITHM_ED25519 = 0x01;

/** Reads a verifier key; throws `bad-setting` when it is malformed or its hash is not its own. */
export function parseVerifierKey(text: string): VerifierKey {
  // Only the first two `+` part fields: base64 has `+` of its own.
  const found = /^([^+]+)\+([0-9a-fA-F]{8})\+(.+)$/.exec(text);
  const [, name = "", hex = "", encoded = ""] = found ?? [];
  const key = parseBase64(encoded);
  if (key === undefined || key.length !== 33 || key[0] !== ALGORITHM_ED25519 || !isName(name)) {
    throw badKey(`malformed verifier key ${quote(text)}`);
  }
  const hash = Number.parseInt(hex, 16);
  if (hash !== keyHash(name, key)) {
    throw badKey(`verifier key ${quote(text)} does not have the hash ${hex}`);
  }
  const canonical = `${name}+${hex.toLowerCase()}+${encoded}`;
  return { text: canonical, name, hash, publicKey: key.subarray(1) };
}

/**
 * Opens a note and checks every signature made by one of `keys`; those of unknown
 * keys are ignored. Throws `bad-signature` when the note is malformed or too big,
 * when one signature of a known key is wrong, or when no known key signed.
 */
export function openNote(source: Uint8Array | string, keys: readonly VerifierKey[]): Note {
  if (source.length > MAX_NOTE_BYTES) throw malformed(`${source.length} bytes long`);
  const whole = parseText(source);
  if (whole === undefined) throw malformed("not plain UTF-8 text");
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) throw malformed("without a blank line before its signatures");
  const text = whole.slice(0, split + 1);
  const good = checkSignatures(text, whole.slice(split + 2), keys);
  if (good.length === 0) {
    throw new GosteadError("bad-signature", `note is not signed by ${nameKeys(keys)}`, {
      fix: "check GOSUMDB: the signer's verifier key must be the one configured",
    });
  }
  return { text, signatures: good };
}

function checkSignatures(text: string, block: string, keys: readonly VerifierKey[]): VerifierKey[] {
  if (!block.endsWith("\n")) throw malformed("without a line end after its signatures");
  const lines = block.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw malformed(`with ${lines.length} signatures`);
  const good = new Set<VerifierKey>();
  for (const line of lines) {
    const { name, hash, signature } = parseSignature(line);
    for (const key of keys) {
      if (key.name !== name || key.hash !== hash) continue;
      if (!isSigned(text, signature, key)) {
        throw new GosteadError("bad-signature", `signature of ${nameKeys([key])} is wrong`);
      }
      good.add(key);
    }
  }
  return [...good];
}

function parseSignature(line: string): { name: string; hash: number; signature: Buffer } {
  const [dash, name = "", encoded = "", ...more] = line.split(" ");
  const bytes = parseBase64(encoded);
  const whole = dash === "—" && more.length === 0 && isName(name);
  if (!whole || bytes === undefined || bytes.length < 5) {
    throw malformed(`with the signature line ${quote(line)}`);
  }
  return { name, hash: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

function isSigned(text: string, signature: Buffer, key: VerifierKey): boolean {
  const x = Buffer.from(key.publicKey).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, Buffer.from(text), publicKey, signature);
}

function keyHash(name: string, key: Uint8Array): number {
  return digest("sha256", Buffer.concat([Buffer.from(`${name}\n`), key]), "buffer").readUInt32BE(0);
}

/** A signer's name: no `+`, no white space (Unicode's, and U+0085 which \s leaves out). */
function isName(name: string): boolean {
  return name.isWellFormed() && /^[^\s\u0085+]+$/.test(name);
}

function nameKeys(keys: readonly VerifierKey[]): string {
  return keys.map((key) => `${key.name}+${key.hash.toString(16).padStart(8, "0")}`).join(", ");
}

function malformed(what: string): GosteadError {
  return new GosteadError("bad-signature", `malformed note: ${what}`);
}

function badKey(message: string): GosteadError {
  return new GosteadError("bad-setting", message, {
    fix: "use name+hash+key exactly as the log's operator publishes it",
  });
}
