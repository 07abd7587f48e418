/**
 * The head of a Go file: package clause and imports, and nothing behind them, as
 * go/parser reads it in its mode ImportsOnly (https://go.dev/ref/spec#Import_declarations).
 * Bytes are a stranger's: what is no Go gives what was read so far, never an error.
 *
 *   // +build ignore          a constraint: only above the package clause
 *   package p; import "a"     `;` or a line's end
 *   import ( x "b"; . `c` )
 */

export interface Import {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface Header {
  /** Null where there is no package clause. */
  readonly name: string | null;
  readonly imports: readonly Import[];
  /** The text of build constraints, without `//go:build` or `// +build`. */
  readonly constraints: readonly string[];
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/** Blanks, comments, strings, words, and whatever else as single characters. A string or comment that does not end is left out. */
const TOKEN =
  /[ \t\r\f\v]+|\n|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[\p{L}_][\p{L}\p{Nd}_]*|\S/uy;
const CONSTRAINT = /^\/\/(?:go:build[ \t]+|[ \t]*\+build[ \t]+)(.*)/;

/** Reads the head of a file. */
export function readHeader(text: string): Header {
  const constraints: string[] = [];
  const tokens = tokensOf(text.replace(/^\uFEFF/, ""), (comment) => {
    const [, constraint] = CONSTRAINT.exec(comment) ?? [];
    if (constraint !== undefined) constraints.push(constraint.trim());
  });
  const reader = { tokens, now: next(tokens) };
  const name = takePackage(reader);
  return { name, imports: name === null ? [] : takeImports(reader), constraints };
}

interface Reader {
  readonly tokens: Iterator<Token>;
  now: Token | undefined;
}

/** `onComment` gets the line comments above the first token. */
function* tokensOf(text: string, onComment: (text: string) => void): Generator<Token> {
  const scan = new RegExp(TOKEN);
  let line = 1;
  let above = true;
  for (let found = scan.exec(text); found !== null; found = scan.exec(text)) {
    const [piece] = found;
    const begun = line;
    line += piece.split("\n").length - 1;
    if (/^(?:[ \t\r\f\v]|\/\*|\n$)/.test(piece)) continue;
    if (!piece.startsWith("//")) {
      above = false;
      yield { text: piece, line: begun };
    } else if (above) onComment(piece);
  }
}

function next(tokens: Iterator<Token>): Token | undefined {
  const step = tokens.next();
  return step.done === true ? undefined : step.value;
}

/** Takes the token when it is this one. */
function take(reader: Reader, text: string): boolean {
  if (reader.now?.text !== text) return false;
  reader.now = next(reader.tokens);
  return true;
}

function takePackage(reader: Reader): string | null {
  if (!take(reader, "package")) return null;
  const name = reader.now?.text ?? "";
  if (!isWord(name)) return null;
  reader.now = next(reader.tokens);
  take(reader, ";");
  return name;
}

function isWord(text: string): boolean {
  return /^[\p{L}_]/u.test(text);
}

function takeImports(reader: Reader): Import[] {
  const imports: Import[] = [];
  while (take(reader, "import")) {
    if (!take(reader, "(")) {
      if (!takeSpec(reader, imports)) break;
    } else {
      while (!take(reader, ")")) if (!takeSpec(reader, imports)) return imports;
      take(reader, ";");
    }
  }
  return imports;
}

/** `[name | .] "path" [;]`; false where no such thing stands. */
function takeSpec(reader: Reader, into: Import[]): boolean {
  const name = reader.now?.text ?? "";
  if (isWord(name) || name === ".") reader.now = next(reader.tokens);
  const path = reader.now === undefined ? undefined : stringOf(reader.now.text);
  if (reader.now === undefined || path === undefined) return false;
  into.push({ path, line: reader.now.line });
  reader.now = next(reader.tokens);
  take(reader, ";");
  return true;
}

/** The value of a string literal; paths need no escapes, so one with an escape that JSON does not know is none. */
function stringOf(token: string): string | undefined {
  if (token.startsWith("`") && token.length > 1) return token.slice(1, -1).replaceAll("\r", "");
  if (!token.startsWith('"') || token.length < 2) return undefined;
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
