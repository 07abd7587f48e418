/**
 * A YAML 1.2 file as a tree of maps, lists and scalars with their places, and nothing of YAML
 * that a list of settings does not need: one document, every scalar a string as it stands
 * (`1.20` is no number), no tags, anchors, aliases, merge keys, duplicate keys. At most
 * 64 KiB. Loads the YAML library: import this file only when there is such a file.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";

/** Line and column begin with 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Tree =
  | (Place & { readonly is: "scalar"; readonly text: string })
  | (Place & { readonly is: "list"; readonly items: readonly Tree[] })
  | (Place & { readonly is: "map"; readonly entries: readonly Entry[] });

/** With the place of its key. */
export interface Entry extends Place {
  readonly key: string;
  readonly value: Tree;
}

/** Words what is wrong; where nobody can say in which line, it is the file. */
export type Refuse = (what: string, where?: Place) => Error;

const MAX_BYTES = 64 * 1024;

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

const PLAINER: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents; YAML takes blanks only",
  DUPLICATE_KEY: "the key is there twice",
  RESOURCE_EXHAUSTION: "it is nested too deeply",
  MULTIPLE_DOCS: "a second document begins",
  NON_STRING_KEY: "a key must be a plain word",
  TAG_RESOLVE_FAILED: "tags are not taken",
};

/** The text of a file. Throws what `refuse` makes of one that is too long, or no text. */
export function yamlText(bytes: Uint8Array, refuse: Refuse): string {
  if (bytes.length > MAX_BYTES) throw refuse("it is longer than 64 KiB");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {}
  throw refuse("it is binary, not text in UTF-8");
}

/** An empty document is an empty scalar. Throws what `refuse` makes of a fault. */
export function parseYaml(text: string, refuse: Refuse): Tree {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...OPTIONS, lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    const [told = ""] = fault.message.split("\n", 1);
    const plain = PLAINER[fault.code] ?? told.charAt(0).toLowerCase() + told.slice(1);
    throw refuse(plain, at(fault.pos[0]));
  }
  refuseExtras(document, (what, node) => refuse(what, at(offsetOf(node))));
  return treeOf(document.contents, { at, above: { line: 1, column: 1 } });
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function refuseExtras(document: Document.Parsed, refuse: (what: string, node: Node) => Error) {
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) throw refuse("aliases are not taken", node);
      if (node.anchor !== undefined) throw refuse("anchors are not taken", node);
      if (node.tag !== undefined) throw refuse("tags are not taken", node);
    },
  });
}

interface Around {
  readonly at: (offset: number) => Place;
  /** Where the nearest thing stands that has a place. */
  readonly above: Place;
}

function treeOf(node: unknown, { at, above }: Around): Tree {
  if (!isNode(node)) return { is: "scalar", ...above, text: "" };
  const place = at(offsetOf(node));
  const below = { at, above: place };
  if (isSeq(node)) {
    return { is: "list", ...place, items: node.items.map((item) => treeOf(item, below)) };
  }
  if (isMap(node)) {
    return { is: "map", ...place, entries: node.items.map((pair) => entryOf(pair, below)) };
  }
  return { is: "scalar", ...place, text: isScalar(node) ? String(node.value ?? "") : "" };
}

function entryOf({ key, value }: { key: unknown; value: unknown }, around: Around): Entry {
  const name = treeOf(key, around);
  const { line, column } = name;
  const above = { line, column };
  const text = name.is === "scalar" ? name.text : "";
  return { key: text, ...above, value: treeOf(value, { at: around.at, above }) };
}
