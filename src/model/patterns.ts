/**
 * Module path patterns of GONOSUMDB, GONOPROXY and GOPRIVATE: comma-separated
 * globs, each matched against as many leading path elements as it has
 * (golang.org/x/mod/module.MatchPrefixPatterns). Globs are those of Go's
 * path.Match: `*` and `?` stop at a slash, `[a-z]`, `[^a]`, `\` before a
 * character takes it as it is. A malformed glob matches nothing.
 */

/** True when one of `patterns` matches `modulePath` or a parent of it. */
export function matchesPatterns(patterns: string, modulePath: string): boolean {
  return patterns.split(",").some((pattern) => {
    const glob = pattern.replace(/\/$/, "");
    return glob !== "" && matchesPrefix(glob, modulePath);
  });
}

type Token = "*" | ((character: string) => boolean);

function matchesPrefix(glob: string, modulePath: string): boolean {
  const depth = glob.split("/").length;
  const elements = modulePath.split("/");
  const tokens = tokensOf(glob);
  if (tokens === undefined || elements.length < depth) return false;
  return matches(tokens, [...elements.slice(0, depth).join("/")]);
}

/** Only the last star is ever tried longer, so the time is bounded by pattern times text. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let star: { token: number; end: number } | undefined;
  for (let at = 0; at < text.length; ) {
    const wanted = tokens[token];
    if (wanted === "*") {
      star = { token, end: at };
      token += 1;
    } else if (wanted?.(text[at] ?? "")) {
      token += 1;
      at += 1;
    } else if (star !== undefined && text[star.end] !== "/") {
      star.end += 1;
      at = star.end;
      token = star.token + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === "*");
}

function tokensOf(glob: string): Token[] | undefined {
  const tokens: Token[] = [];
  const pieces = glob.matchAll(
    /(\*)|(\?)|\[(\^?)((?:[^\]\\-]|\\.)(?:[^\]\\]|\\.)*)\]|\\(.)|([^[\\])|(.)/gsu,
  );
  for (const [, star, any, not, set, escaped, plain, bad] of pieces) {
    if (bad !== undefined) return undefined;
    if (star !== undefined) tokens.push("*");
    else if (any !== undefined) tokens.push((character) => character !== "/");
    else if (set !== undefined) {
      const has = setOf(set);
      if (has === undefined) return undefined;
      tokens.push((character) => has(character) === (not === ""));
    } else tokens.push((character) => character === (escaped ?? plain));
  }
  return tokens;
}

/** `a-z0\-9`: ranges and single characters; undefined when a range lacks an end. */
function setOf(text: string): ((character: string) => boolean) | undefined {
  const ranges: [number, number][] = [];
  for (const [, low, high, bad] of text.matchAll(/(\\.|[^\\-])(?:-(\\.|[^\\-]))?|(.)/gsu)) {
    if (bad !== undefined || low === undefined) return undefined;
    ranges.push([codeOf(low), codeOf(high ?? low)]);
  }
  return (character) => {
    const code = codeOf(character);
    return ranges.some(([low, high]) => low <= code && code <= high);
  };
}

function codeOf(piece: string): number {
  return (piece.startsWith("\\") && piece.length > 1 ? piece.slice(1) : piece).codePointAt(0) ?? 0;
}
