/**
 * A settings file as YAML 1.2, and nothing of YAML that a list of settings does
 * not need: one document, maps of scalars, every scalar a string as it stands
 * (`1.20` is no number). Tags, anchors, aliases, merge keys, duplicate keys and
 * unknown keys are refused with line and column. Loads the YAML library: import
 * this file only when there is a settings file.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { isKey, KEYS, type Key, parseValue, RULES } from "./keys.ts";
import { nearestKey } from "./nearest.ts";
import { shownValue } from "./shown.ts";

/** One key that a file sets. Line and column begin with 1. */
export interface Said {
  readonly key: Key;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

const OPTIONS = {
  schema: "failsafe",
  version: "1.2",
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: true,
  stringKeys: true,
  prettyErrors: false,
  logLevel: "error",
} as const;

/** What `bytes` set, in their order; every value is one that its key takes. Throws `bad-setting`. */
export function parseSettings(bytes: Uint8Array, file: string): Said[] {
  const text = decode(bytes, file);
  const lines = new LineCounter();
  const source = { file, text, lines };
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
  refuseFaults(document, source);
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.source === "")) return [];
  return entriesOf(contents, "", source);
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {}
  throw new GosteadError("bad-setting", `${file} is binary, not a settings file`, {
    fix: "write it as text in UTF-8",
  });
}

const PLAINER: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents; YAML takes blanks only",
  DUPLICATE_KEY: "the key is there twice",
  RESOURCE_EXHAUSTION: "it is nested too deeply",
  MULTIPLE_DOCS: "a second document begins",
  NON_STRING_KEY: "a key must be a plain word",
  TAG_RESOLVE_FAILED: "tags are not taken",
};

function refuseFaults({ errors, warnings }: Document.Parsed, source: Source): void {
  const fault = errors[0] ?? warnings[0];
  if (fault === undefined) return;
  const told = fault.message.charAt(0).toLowerCase() + fault.message.slice(1);
  throw refusal(PLAINER[fault.code] ?? told, fault.pos[0], source);
}

/** `what` with where it is and the line that stands there. */
function refusal(what: string, offset: number, source: Source): GosteadError {
  const { line, col } = placeOf(offset, source);
  const standing = source.text.split(/\r?\n/, line)[line - 1] ?? "";
  const message = `${source.file}:${line}:${col}: ${what}: ${quoted(shownValue(standing.trim()))}`;
  return new GosteadError("bad-setting", message, {
    fix: "write one `key: value` a line, indented with blanks",
  });
}

function placeOf(offset: number, { lines }: Source): { line: number; col: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), col: Math.max(col, 1) };
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function refuseExtras(node: Node, source: Source): void {
  const extra = isAlias(node)
    ? "aliases are not taken"
    : "anchor" in node && node.anchor !== undefined
      ? "anchors are not taken"
      : node.tag !== undefined
        ? "tags are not taken"
        : undefined;
  if (extra !== undefined) throw refusal(extra, offsetOf(node), source);
}

/** The keys of a map; `section` is what stands before them: `policy.`, or nothing at the top. */
function entriesOf(node: Node, section: string, source: Source): Said[] {
  refuseExtras(node, source);
  if (!isMap(node)) throw refusal("keys with values must stand here", offsetOf(node), source);
  return (node as YAMLMap<unknown, unknown>).items.flatMap(({ key, value }) => {
    if (!isNode(key)) throw refusal("a key must be a plain word", offsetOf(node), source);
    refuseExtras(key, source);
    const word = isScalar(key) ? String(key.value) : "";
    const at = offsetOf(key);
    const below = `${section}${word}.`;
    if (KEYS.some((known) => known.startsWith(below))) {
      if (!isNode(value)) throw refusal("keys must stand below it", at, source);
      return entriesOf(value, below, source);
    }
    const name = section + word;
    if (word.includes(".") || !isKey(name)) throw unknownKey(word, section, at, source);
    return [saidBy(name, value, at, source)];
  });
}

function saidBy(key: Key, value: unknown, at: number, source: Source): Said {
  if (isNode(value)) refuseExtras(value, source);
  const { line, col } = placeOf(at, source);
  const text = isScalar(value) ? String(value.value ?? "") : undefined;
  if (text !== undefined && parseValue(key, text) !== undefined) {
    return { key, text, line, column: col };
  }
  const place = isNode(value) ? placeOf(offsetOf(value), source) : { line, col };
  const given = text === undefined ? "a list or a map" : quoted(shownValue(text));
  throw new GosteadError(
    "bad-setting",
    `${key} at ${source.file}:${place.line}:${place.col} must be ${RULES[key].wants}, not ${given}`,
    { fix: "correct that line" },
  );
}

function unknownKey(word: string, section: string, at: number, source: Source): GosteadError {
  const { line, col } = placeOf(at, source);
  const nearest = nearestKey(section + word);
  const meant = nearest === undefined ? "" : `, did you mean ${spelled(nearest)}?`;
  const place = `${source.file}:${line}:${col}`;
  return new GosteadError(
    "bad-setting",
    `unknown key ${quoted(shownValue(word))} at ${place}${meant}`,
    {
      fix: `the keys are ${KEYS.join(", ")}`,
    },
  );
}

/** A key as it is written in a file. */
function spelled(key: Key): string {
  const [section = "", word] = key.split(".");
  return word === undefined ? quoted(section) : `${quoted(word)} below ${quoted(section)}`;
}
