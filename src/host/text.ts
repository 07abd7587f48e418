/**
 * Text from elsewhere, made safe to show (security S19). Whatever could move
 * the cursor, hide, reorder, start a new line or be taken for a command by a CI
 * runner that reads our output (`::add-mask::`, `##vso[`, `##teamcity[`) comes
 * out as `\u{hex}`. And URLs without what they may carry in secret (S18).
 */

/** Control, format (bidi, zero width, tags), line separators and lone surrogates. */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const CUT = "…";
/** A raw `/` or `\\` at the start of a password reads as a path: `https://user:/secret@host`. */
const LOOKS_LIKE_LOGIN = /^[a-z0-9+.-]+:\/\/[^/]*(:[/\\]|\\).*@/is;

/**
 * One line that is safe wherever it is printed, even at the start of a line;
 * at most `limit` bytes of UTF-8, cut between whole characters.
 */
export function untrusted(text: string, limit = 1024): string {
  const pieces: string[] = [];
  let room = limit - Buffer.byteLength(CUT);
  // A code unit is never less than a byte: what lies behind can not be shown.
  const head = text.slice(0, limit + 1);
  for (const piece of safePieces(head)) {
    const size = Buffer.byteLength(piece);
    if (size > room) return fitsWhole(head, limit) ?? pieces.join("") + CUT;
    room -= size;
    pieces.push(piece);
  }
  return head.length < text.length ? pieces.join("") + CUT : pieces.join("");
}

/** The whole text when it fits after all: the room kept for the cut mark was not needed. */
function fitsWhole(text: string, limit: number): string | undefined {
  const whole = safePieces(text).join("");
  return Buffer.byteLength(whole) <= limit ? whole : undefined;
}

function safePieces(text: string): string[] {
  return [...text].map((character, index, all) =>
    HOSTILE.test(character) || startsCommand(all, index) ? escaped(character) : character,
  );
}

/** Runners look for `::` at the start of a line, after blanks, and for `##word[` anywhere in it. */
function startsCommand(text: readonly string[], index: number): boolean {
  if (text[index] === ":") return text.slice(0, index).every((before) => before.trim() === "");
  return text[index] === "#" && /^#[#\w]*\[/.test(text.slice(index, index + 40).join(""));
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * A URL as it may be printed and stored: without userinfo, query and fragment.
 * What does not parse loses everything up to its last `@`.
 */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  const known = parsed !== null && /^(https?|file|ssh|git|socks5h?):$/.test(parsed.protocol);
  if (!known || LOOKS_LIKE_LOGIN.test(url)) {
    return untrusted(withoutSecrets(url));
  }
  parsed.username = "";
  parsed.password = "";
  parsed.search = "";
  parsed.hash = "";
  return untrusted(parsed.href);
}

function withoutSecrets(text: string): string {
  const found = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(text);
  const [, scheme = "", rest = ""] = found ?? [];
  const withoutUser = rest.slice(rest.lastIndexOf("@") + 1);
  return scheme + withoutUser.replace(/[?#].*$/s, "");
}
