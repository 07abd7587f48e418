/**
 * A signed head: a note (golang.org/x/mod/sumdb/note) that says how long the log
 * is and what its last event's hash is. Six lines each in `heads`:
 *
 *   gostead audit log
 *   128                                     events
 *   <64 hex>                                the hash of event 128
 *                                           the blank line ends the signed text
 *   — gostead-audit <base64(key hash || Ed25519 signature)>
 *                                           the blank line ends the note
 *
 * A verifier key is `gostead-audit+<8 hex>+base64(0x01 || public key)`, the hex
 * being the first 4 bytes of SHA-256(name LF 0x01 || public key). Pure.
 */
import { createPublicKey, hash as digest, type KeyObject, sign, verify } from "node:crypto";
import { isHash } from "./format.ts";

export interface Head {
  /** How many events. */
  readonly size: number;
  /** The last event's hash. */
  readonly hash: string;
}

export interface SignedHead extends Head {
  /** The signature line, unproved. */
  readonly signature: string;
}

export interface Verifier {
  /** The verifier key's one spelling. */
  readonly text: string;
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** Lines of a note in `heads`, the blank one at its end among them. */
export const NOTE_LINES = 6;
export const ORIGIN = "gostead audit log";
const NAME = "gostead-audit";
const ED25519 = Buffer.of(1);

export function verifierText(publicKey: KeyObject): string {
  const { x = "" } = publicKey.export({ format: "jwk" });
  const encoded = Buffer.concat([ED25519, Buffer.from(x, "base64url")]);
  return `${NAME}+${idOf(encoded).toString("hex")}+${encoded.toString("base64")}`;
}

/** Reads a verifier key of ours; undefined when it is none. */
export function parseVerifier(text: string): Verifier | undefined {
  const [, hex = "", base64 = ""] =
    /^gostead-audit\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const encoded = Buffer.from(base64, "base64");
  const id = idOf(encoded);
  if (encoded.length !== 33 || encoded[0] !== 1 || id.toString("hex") !== hex) return undefined;
  const x = encoded.subarray(1).toString("base64url");
  return {
    text,
    id,
    key: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
  };
}

/** The note as it stands in `heads`. */
export function signHead(head: Head, privateKey: KeyObject): string {
  const text = textOf(head);
  const verifier = parseVerifier(verifierText(createPublicKey(privateKey)));
  const signed = Buffer.concat([
    verifier?.id ?? Buffer.alloc(4),
    sign(null, Buffer.from(text), privateKey),
  ]);
  return `${text}\n— ${NAME} ${signed.toString("base64")}\n\n`;
}

/** Reads the six lines of a note, its signature not yet proved; undefined when they are none. */
export function parseHead(lines: readonly string[]): SignedHead | undefined {
  const [origin, size = "", hash = "", blank, signature = "", end] = lines;
  const whole = origin === ORIGIN && blank === "" && end === "" && lines.length === NOTE_LINES;
  if (!whole || !/^[1-9]\d{0,14}$/.test(size) || !isHash(hash)) return undefined;
  return { size: Number(size), hash, signature };
}

/** The key that signed this head; undefined when none of `verifiers` did. */
export function signerOf(head: SignedHead, verifiers: readonly Verifier[]): Verifier | undefined {
  const [, base64 = ""] = /^— gostead-audit ([A-Za-z0-9+/]+=*)$/.exec(head.signature) ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== 68 || bytes.toString("base64") !== base64) return undefined;
  const text = Buffer.from(textOf(head));
  return verifiers.find(
    ({ id, key }) => bytes.subarray(0, 4).equals(id) && verify(null, text, key, bytes.subarray(4)),
  );
}

function textOf({ size, hash }: Head): string {
  return `${ORIGIN}\n${size}\n${hash}\n`;
}

function idOf(encoded: Uint8Array): Buffer {
  return digest("sha256", Buffer.concat([Buffer.from(`${NAME}\n`), encoded]), "buffer").subarray(
    0,
    4,
  );
}
