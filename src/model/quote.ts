/**
 * A value from outside as an error message shows it: in quotes, on one line, cut.
 * Control, format (bidi, zero width) and separator characters, lone surrogates,
 * quotes and backslashes come out as `\u{hex}`, so no value moves the cursor,
 * hides itself or pretends to end (security S19).
 */

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}"\\]/u;

/** `"value"`, at most about `limit` characters between the quotes; `…` stands for what was cut. */
export function quoted(text: string, limit = 60): string {
  let shown = "";
  for (const character of text.slice(0, limit + 1)) {
    const piece = UNSAFE.test(character) ? escaped(character) : character;
    if (shown.length + piece.length > limit) return `"${shown}…"`;
    shown += piece;
  }
  return `"${shown}"`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
