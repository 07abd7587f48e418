/**
 * Puts a version into the text of a pin file, or takes it out: the line that speaks is
 * changed and every other byte stays, line ends too. What was written is read again by
 * the file's own reader; a file in which that would not say the version is left alone. Pure.
 */
import { GosteadError } from "#model/error.ts";
import { parseGoenvFile } from "./goenvfile.ts";
import { parseGoMod } from "./gomod.ts";
import { parseGosteadYaml } from "./gosteadyaml.ts";
import { parseGoVersionFile } from "./goversionfile.ts";
import type { Said } from "./lines.ts";
import { parseMiseToml } from "./misetoml.ts";
import type { PinFile } from "./pin.ts";
import { parseToolVersions } from "./toolversions.ts";

/** go.mod and go.work hold a pin in their toolchain line. */
export type PinTarget = PinFile | "go.mod" | "go.work";

interface Form {
  readonly read: (latin1: string) => Said | undefined;
  /** The line that says the version where none does yet. */
  readonly line: (word: string) => string;
  /** The line that a new one follows; at the end where there is none. */
  readonly after?: RegExp;
  /** What stands before a new line where `after` matches nothing. */
  readonly head?: string;
}

const MISE: Form = {
  read: parseMiseToml,
  line: (word) => `go = "${word}"`,
  after: /^[ \t]*\[tools\][ \t]*(#.*)?$/,
  head: "[tools]",
};

const MODULE: Form = {
  read: saidByToolchain,
  line: (word) => `toolchain go${word}`,
  after: /^[ \t]*go[ \t]+\S/,
};

const FORMS: Readonly<Record<PinTarget, Form>> = {
  "gostead.yaml": { read: parseGosteadYaml, line: (word) => `go: ${word}` },
  ".go-version": { read: readVersionFile, line: (word) => word },
  ".goenv": { read: parseGoenvFile, line: (word) => `GO_VERSION="${word}"` },
  ".mise.toml": MISE,
  "mise.toml": MISE,
  ".tool-versions": { read: parseToolVersions, line: (word) => `golang ${word}` },
  "go.mod": MODULE,
  "go.work": MODULE,
};

export interface Edited {
  readonly text: string;
  /** Where the version stands now. */
  readonly line: number;
  /** What stood there; absent where nothing did. */
  readonly was?: string;
}

/** `text` is the file as UTF-8; empty where there is none yet. Throws `cannot-edit`. */
export function withPin(target: PinTarget, text: string, word: string): Edited {
  const form = FORMS[target];
  const said = form.read(latin1Of(text));
  const was = said === undefined ? undefined : "bad" in said ? said.bad : said.value;
  const now = spelled(target, was, word);
  const place = said === undefined ? undefined : replaced(text, said.line, { was: was ?? "", now });
  const edited = place ?? inserted(text, form, word);
  const again = form.read(latin1Of(edited));
  if (again !== undefined && "word" in again && again.word === word) {
    return { text: edited, line: again.line, ...(was === undefined ? {} : { was }) };
  }
  const where = said === undefined ? target : `${target}:${said.line}`;
  throw new GosteadError(
    "cannot-edit",
    `${where} says its version in a way that gostead does not edit`,
    { fix: `write it by hand, for example: ${form.line(word)}` },
  );
}

/** Without the line that speaks; `text` is undefined when nothing is left that the file is for. */
export function withoutPin(
  target: PinTarget,
  text: string,
): { readonly text: string | undefined; readonly was: string } | undefined {
  const said = FORMS[target].read(latin1Of(text));
  if (said === undefined) return undefined;
  if ("bad" in said && target !== ".go-version") {
    throw new GosteadError("cannot-edit", `${target}:${said.line} names no Go version`, {
      fix: "take the line out by hand",
    });
  }
  const lines = linesWithEnds(text);
  const left = lines.toSpliced(said.line - 1, 1).join("");
  const was = "bad" in said ? said.bad : said.value;
  // Comments alone would be a file that names no version, which is an error.
  const empty =
    target === ".go-version" ? readVersionFile(latin1Of(left)) === undefined : /^\s*$/.test(left);
  return { text: empty ? undefined : tidied(target, left, said.line), was };
}

/** Undefined for a file that has no version at all, where the reader knows only a bad one. */
function readVersionFile(latin1: string): Said | undefined {
  const said = parseGoVersionFile(latin1);
  return "bad" in said && said.bad === "no version" ? undefined : said;
}

function saidByToolchain(latin1: string): Said | undefined {
  const { toolchain } = parseGoMod(latin1);
  if (toolchain === undefined) return undefined;
  const { value, line } = toolchain;
  const [, word] = /^go([1-9][\w.-]*)$/.exec(value) ?? [];
  return word === undefined ? { bad: value, line } : { word, value, line };
}

/** With `go` in front where it stood so, and where Go wants it. */
function spelled(target: PinTarget, was: string | undefined, word: string): string {
  return target === "go.mod" || target === "go.work" || /^go\d/.test(was ?? "")
    ? `go${word}`
    : word;
}

/** Undefined where the value does not stand in the line as such. */
function replaced(
  text: string,
  line: number,
  { was, now }: Readonly<Record<"was" | "now", string>>,
): string | undefined {
  const lines = linesWithEnds(text);
  const old = lines[line - 1] ?? "";
  const at = was === "" ? -1 : old.indexOf(was);
  if (at < 0) return undefined;
  const changed = old.slice(0, at) + now + old.slice(at + was.length);
  return lines.with(line - 1, changed).join("");
}

function inserted(text: string, form: Form, word: string): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = linesWithEnds(text);
  const at = form.after === undefined ? -1 : lines.findIndex((one) => form.after?.test(bare(one)));
  if (at >= 0) {
    // gofmt's own form: a blank line between go and toolchain.
    const gap = form === MODULE ? end : "";
    return lines
      .toSpliced(at, 1, ended(lines[at] ?? "", end), `${gap}${form.line(word)}${end}`)
      .join("");
  }
  const head = form.head === undefined ? "" : `${text === "" ? "" : end}${form.head}${end}`;
  return `${text === "" ? "" : ended(text, end)}${head}${form.line(word)}${end}`;
}

/** Of go.mod the blank line before the toolchain line goes with it, so that pin and unpin are one circle. */
function tidied(target: PinTarget, left: string, line: number): string {
  if (target !== "go.mod" && target !== "go.work") return left;
  const lines = linesWithEnds(left);
  const blank = (at: number) => bare(lines[at] ?? "") === "";
  return line >= 2 && blank(line - 2) && blank(line - 1)
    ? lines.toSpliced(line - 2, 1).join("")
    : left;
}

function linesWithEnds(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function bare(line: string): string {
  return line.replace(/\r?\n$/, "");
}

function ended(text: string, end: string): string {
  return text.endsWith("\n") ? text : text + end;
}

function latin1Of(text: string): string {
  return Buffer.from(text).toString("latin1");
}
