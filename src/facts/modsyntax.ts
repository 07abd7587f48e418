/**
 * The lines of a go.mod as the go command's parser sees them (golang.org/x/mod/modfile, read.go): words,
 * "quoted" or `raw` strings, the signs ( ) [ ] { } and `,`, comments from `//` on. A line that ends in `(`
 * begins a block, which a line of `)` ends; each line within it is one of its directive. The first thing
 * that is not so ends the reading, as it does there.
 */

export interface ModLine {
  /** From 1. */
  readonly line: number;
  readonly verb: string;
  readonly args: readonly string[];
  /** Behind `//`, trimmed; empty where there is none. */
  readonly comment: string;
  /** Of a block that has more than one word before its bracket: no directive has. */
  readonly block: readonly string[] | null;
}

export interface ModFault {
  readonly line: number;
  readonly says: string;
}

export interface ModSyntax {
  readonly lines: readonly ModLine[];
  readonly fault: ModFault | null;
}

interface Words {
  readonly words: readonly string[];
  readonly comment: string;
  readonly fault?: string;
}

interface Open {
  readonly line: number;
  readonly words: readonly string[];
}

export function readModSyntax(text: string): ModSyntax {
  const lines: ModLine[] = [];
  let open: Open | undefined;
  for (const [at, raw] of text.split("\n").entries()) {
    const line = at + 1;
    const { words, comment, fault } = wordsOf(raw);
    if (fault !== undefined) return { lines, fault: { line, says: fault } };
    const [first] = words;
    if (first === undefined) continue;
    if (open !== undefined) {
      if (first !== ")") lines.push(lineIn(open, { line, words, comment }));
      else if (words.length === 1) open = undefined;
      else
        return {
          lines,
          fault: { line, says: "syntax error (expected newline after closing paren)" },
        };
      continue;
    }
    const opens = openedBy(words);
    if (opens === undefined) {
      lines.push({ line, verb: first, args: words.slice(1), comment, block: null });
    } else {
      // An empty block is looked at too: its kind may be none.
      lines.push({ line, verb: first, args: [], comment, block: opens.words });
      if (!opens.ends) open = { line, words: opens.words };
    }
  }
  if (open === undefined) return { lines, fault: null };
  const says = `syntax error (unterminated block started at line ${open.line})`;
  return { lines, fault: { line: open.line, says } };
}

function lineIn(open: Open, { line, words, comment }: Words & { readonly line: number }): ModLine {
  const [verb = ""] = open.words;
  return { line, verb: open.words.length > 1 ? "" : verb, args: words, comment, block: null };
}

/** `require (` and `require ( )`; a bracket that comes first is a word like others. */
function openedBy(words: readonly string[]) {
  if (words.length > 1 && words.at(-1) === "(") return { words: words.slice(0, -1), ends: false };
  if (words.length > 2 && words.at(-2) === "(" && words.at(-1) === ")") {
    return { words: words.slice(0, -2), ends: true };
  }
  return undefined;
}

const SKIPPED = /[ \t\r]*/y;
const COMMENT = /\/\/(.*)/sy;
const SIGN = /[()[\]{},]/y;
const STRING = /"(?:[^"\\]|\\.)*"|`[^`]*`/sy;
/** Printable, no sign and no blank; `//` and `/*` end it. */
const WORD = /(?:(?!\/[/*])[^\p{C}\p{Z}()[\]{},])+/uy;

function wordsOf(text: string): Words {
  const words: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  for (;;) {
    take(SKIPPED);
    if (at >= text.length) return { words, comment: "" };
    const comment = take(COMMENT);
    if (comment !== null) return { words, comment: (comment[1] ?? "").trim() };
    if (text.startsWith("/*", at))
      return bad("mod files must use // comments (not /* */ comments)");
    const quote = text[at] === '"' || text[at] === "`";
    const found = take(SIGN) ?? take(quote ? STRING : WORD);
    if (found !== null) words.push(found[0]);
    else if (quote) return bad("unexpected newline in string");
    else return bad(`unexpected input character ${JSON.stringify(charAt(text, at))}`);
  }
}

function bad(fault: string): Words {
  return { words: [], comment: "", fault };
}

function charAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
