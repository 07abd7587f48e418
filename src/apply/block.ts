/**
 * A marked block in somebody's text file, as install.sh writes them too:
 *
 *   # >>> gostead NAME >>>                 the text before it ended in a newline, or was empty
 *   # >>> gostead NAME >>> newline added   it did not, and we added one
 *   # >>> gostead NAME >>> file made       there was no file
 *   ...
 *   # <<< gostead NAME <<<
 *
 * The block that puts gostead itself on PATH has no name: `# >>> gostead >>>`.
 * Removing it gives back what stood there, byte for byte. A text whose lines
 * end in CRLF gets a block whose lines do. Pure. Texts are bytes in any
 * encoding that has ASCII in it: they are read as Latin-1, which loses nothing.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export interface Block {
  /** Empty for install.sh's own block, which `setup` shares. */
  readonly name: string;
  /** Without line ends. */
  readonly lines: readonly string[];
}

interface Found {
  /** Where the block begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  readonly note: string;
  /** The line end of its first line. */
  readonly eol: string;
}

const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/;
const MARK = /^# (>>>|<<<) gostead\b/;

/**
 * The text with the block in it: in its old place if it has one, else at the
 * end. `text` is undefined where there is no file. Throws `cannot-edit` for
 * half a block, two of one name, and for names and lines that cannot be marked.
 */
export function setBlock(text: Buffer | undefined, block: Block): Buffer {
  checkBlock(block);
  const whole = text?.toString("latin1") ?? "";
  const found = findBlock(whole, block.name);
  const rest = found === undefined ? whole : withoutBlock(whole, found);
  const at = found === undefined ? rest.length : Math.min(cutStart(whole, found), rest.length);
  const made = text === undefined || found?.note === " file made";
  const head = rest.slice(0, at);
  const added = !made && head !== "" && !head.endsWith("\n");
  const note = made ? " file made" : added ? " newline added" : "";
  const eol = eolOf(rest);
  const title = titleOf(block.name);
  const lines = [
    `# >>> ${title} >>>${note}`,
    ...block.lines.map((line) => Buffer.from(line, "utf8").toString("latin1")),
    `# <<< ${title} <<<`,
  ];
  const body = lines.map((line) => line + eol).join("");
  return Buffer.from(head + (added ? eol : "") + body + rest.slice(at), "latin1");
}

/** The text without the block; undefined when the file was made for it and holds nothing else. */
export function removeBlock(text: Buffer | undefined, name: string): Buffer | undefined {
  checkBlock({ name, lines: [] });
  const whole = text?.toString("latin1") ?? "";
  const found = findBlock(whole, name);
  if (found === undefined) return text;
  const rest = withoutBlock(whole, found);
  return rest === "" && found.note === " file made" ? undefined : Buffer.from(rest, "latin1");
}

/** What stands between the marks. */
function titleOf(name: string): string {
  return name === "" ? "gostead" : `gostead ${name}`;
}

function checkBlock({ name, lines }: Block): void {
  const fault = NAME.test(name)
    ? lines.find((line) => /[\r\n\0]/.test(line) || MARK.test(line))
    : name;
  if (fault === undefined) return;
  throw new GosteadError("cannot-edit", `a block cannot hold ${quoted(fault)}`, {
    fix: "this is a fault in the rule or the setup that asked for it: please report it",
  });
}

/** The block `name` in a text; undefined when it has none. */
function findBlock(text: string, name: string): Found | undefined {
  const title = titleOf(name);
  const word = title.replaceAll(".", "\\.");
  // No `m` flag: it would take a lone CR for the end of a line.
  const starts = [
    ...text.matchAll(new RegExp(`(?<=^|\\n)# >>> ${word} >>>([^\\n]*?)(\\r?\\n|$)`, "g")),
  ];
  const ends = [...text.matchAll(new RegExp(`(?<=^|\\n)# <<< ${word} <<<(?:\\r?\\n|\\r?$)`, "g"))];
  const [first, last] = [starts[0], ends[0]];
  if (first === undefined && last === undefined) return undefined;
  if (starts.length !== 1 || ends.length !== 1 || !first || !last || last.index < first.index) {
    throw new GosteadError(
      "cannot-edit",
      `the block ${title} has lost one of its two marks, or stands there twice`,
      {
        fix: `remove the lines between and with the marks "# >>> ${title} >>>" and "# <<< ${title} <<<" by hand`,
      },
    );
  }
  const [, note = "", eol = ""] = first;
  return { start: first.index, end: last.index + last[0].length, note, eol };
}

/** What follows the block needs the newline that was added before it. */
function cutStart(text: string, { start, end, note, eol }: Found): number {
  const added = note === " newline added" && end === text.length;
  return added && text.slice(0, start).endsWith(eol) ? start - eol.length : start;
}

function withoutBlock(text: string, found: Found): string {
  return text.slice(0, cutStart(text, found)) + text.slice(found.end);
}

/** CRLF when most lines end so. */
function eolOf(text: string): "\n" | "\r\n" {
  const lines = text.split("\n");
  const crlf = lines.filter((line, at) => at < lines.length - 1 && line.endsWith("\r")).length;
  return crlf * 2 > lines.length - 1 ? "\r\n" : "\n";
}

/** `content` with CRLF where every line of the file that it replaces ends so, and none of its own does. */
export function withLineEndsOf(before: Buffer | undefined, content: Buffer): Buffer {
  const [old, fresh] = [before?.toString("latin1") ?? "", content.toString("latin1")];
  const isCrlf = old.includes("\n") && !/(?<!\r)\n/.test(old);
  return isCrlf && !fresh.includes("\r")
    ? Buffer.from(fresh.replaceAll("\n", "\r\n"), "latin1")
    : content;
}
