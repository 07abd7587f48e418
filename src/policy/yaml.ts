/**
 * A YAML 1.2 file as a tree of maps, lists and scalars with their lines, and nothing of YAML
 * that a policy does not need: one document, every scalar a string as it stands (`1.20` is no
 * number), no tags, anchors, aliases, merge keys, duplicate keys. At most 64 KiB. Loads the
 * YAML library: import this file only when there is a policy.
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
import { GosteadError } from "#model/error.ts";

const MAX_BYTES = 64 * 1024;

/** Lines begin with 1. */
export type Tree =
  | { readonly is: "scalar"; readonly line: number; readonly text: string }
  | { readonly is: "list"; readonly line: number; readonly items: readonly Tree[] }
  | { readonly is: "map"; readonly line: number; readonly entries: readonly Entry[] };

export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly value: Tree;
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

/** Throws `bad-setting` with file and line. */
export function parseYaml(bytes: Uint8Array, file: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(textOf(bytes, file), { ...OPTIONS, lineCounter: lines });
  const at = (offset: number) => Math.max(lines.linePos(offset).line, 1);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    throw badPolicy(
      `${file}:${at(fault.pos[0])}`,
      fault.message.split("\n", 1)[0] ?? "it is no YAML",
    );
  }
  refuseExtras(document, (node) => `${file}:${at(node.range?.[0] ?? 0)}`);
  return treeOf(document.contents, at, 1);
}

/** What is wrong, after the place where it stands. */
export function badPolicy(place: string, what: string, fix = "correct that line"): GosteadError {
  return new GosteadError("bad-setting", `${place}: ${what}`, { fix });
}

function textOf(bytes: Uint8Array, file: string): string {
  if (bytes.length > MAX_BYTES) throw badPolicy(file, "it is longer than 64 KiB", "split it up");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (!/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {}
  throw badPolicy(file, "it is binary, not a policy", "write it as text in UTF-8");
}

function refuseExtras(document: Document.Parsed, placeOf: (node: Node) => string): void {
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) throw badPolicy(placeOf(node), "aliases are not taken");
      if (node.anchor !== undefined) throw badPolicy(placeOf(node), "anchors are not taken");
      if (node.tag !== undefined) throw badPolicy(placeOf(node), "tags are not taken");
    },
  });
}

type LineOf = (offset: number) => number;

function treeOf(node: unknown, at: LineOf, above: number): Tree {
  if (!isNode(node)) return { is: "scalar", line: above, text: "" };
  const line = at(node.range?.[0] ?? 0);
  if (isSeq(node)) {
    return { is: "list", line, items: node.items.map((item) => treeOf(item, at, line)) };
  }
  if (!isMap(node))
    return { is: "scalar", line, text: isScalar(node) ? String(node.value ?? "") : "" };
  const entries = node.items.map(({ key, value }) => {
    const name = treeOf(key, at, line);
    return {
      key: name.is === "scalar" ? name.text : "",
      line: name.line,
      value: treeOf(value, at, name.line),
    };
  });
  return { is: "map", line, entries };
}
