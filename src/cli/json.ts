/**
 * Results as lines of JSON that are safe to look at (security S19): what JSON leaves
 * as it is although it moves text on a terminal (C1 controls, bidi, zero width) or is
 * a command to a CI runner (`##vso[`) becomes a \u escape. The value stays the same.
 */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#(?=[#\w]*\[)/gu;

export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(HOSTILE, escaped);
}

/** By UTF-16 code unit, as JSON wants it. */
function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
