/**
 * The encodings that notes, tree heads, records and proofs are made of, each
 * accepted in exactly one spelling: a value with two spellings would let two
 * parties read one signed text differently.
 *
 *   decimal   0, or digits without sign and leading zero, at most 2^50
 *   hash      standard base64 of 32 bytes, padded, unused bits zero
 *   text      well-formed UTF-8; no ASCII control character except LF
 */
import type { Hash } from "./tlog.ts";

/** No log comes near; below it every index (less than four times as big) is exact. */
export const MAX_TREE_SIZE = 2 ** 50;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The number, or undefined when `text` is not its one spelling or too big. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= MAX_TREE_SIZE ? value : undefined;
}

/** The bytes, or undefined when `text` is not canonical padded base64. */
export function parseBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** The hash, or undefined when `text` is not canonical base64 of 32 bytes. */
export function parseHash(text: string): Hash | undefined {
  const bytes = text.length === 44 ? parseBase64(text) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

export function formatHash(hash: Hash): string {
  return Buffer.from(hash).toString("base64");
}

/**
 * Signed or logged text as a string that encodes back to the same bytes;
 * undefined when it is not UTF-8 or holds a control character other than LF.
 */
export function parseText(source: Uint8Array | string): string | undefined {
  const text = typeof source === "string" ? source : decode(source);
  return text?.isWellFormed() && !hasControl(text) ? text : undefined;
}

/** A foreign value as it may stand in a message: quoted, escaped, cut. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
