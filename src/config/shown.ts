/** A setting's value as it may be shown: no login of any address in it (security S18). Pure. */
import { redactUrl, untrusted } from "#host/text.ts";

export function shownValue(value: string | number): string {
  const pieces = String(value).split(/([,| ])/);
  return pieces.map((piece) => (hidesLogin(piece) ? redactUrl(piece) : untrusted(piece))).join("");
}

function hidesLogin(piece: string): boolean {
  return piece.includes("://") || piece.includes("@");
}
