/**
 * `key: value` lines of YAML files that people write by hand (workflows, CI, linters), each
 * with its place. Read by lines, so that a file with `${{ }}` in it, or a fault further
 * down, still tells what it says above. Not read: anchors and aliases, keys in quotes,
 * mappings in braces. Text below `key: |` is no key.
 */

export interface YamlLine {
  /** From 1. */
  readonly line: number;
  /** Columns before the key; `- ` counts as columns. */
  readonly indent: number;
  readonly key: string;
  /** One scalar, the members of a list, or nothing. */
  readonly values: readonly YamlScalar[];
  readonly text: string;
}

export interface YamlScalar {
  readonly value: string;
  readonly quoted: boolean;
}

/** As many lines as a list may run over. */
const MAX_LIST = 100;

export function yamlLines(yaml: string): readonly YamlLine[] {
  const lines = yaml.replace(/^\uFEFF/, "").split(/\r?\n/);
  const found: YamlLine[] = [];
  let skipBelow = Number.POSITIVE_INFINITY;
  for (const [at, text] of lines.entries()) {
    const own = /^ */.exec(text)?.[0].length ?? 0;
    if (text.trim() === "" || own > skipBelow) continue;
    skipBelow = Number.POSITIVE_INFINITY;
    const [, lead = "", key, rest = ""] =
      /^( *(?:- +)*)([A-Za-z_][\w.-]*) *:(?: +(.*)| *)$/.exec(text) ?? [];
    if (key === undefined) continue;
    if (/^[|>][-+\d]*\s*(#.*)?$/.test(rest)) skipBelow = lead.length;
    else {
      const values = valuesOf(rest, lines.slice(at + 1, at + 1 + MAX_LIST), lead.length);
      found.push({ line: at + 1, indent: lead.length, key, values, text: text.trim() });
    }
  }
  return found;
}

function valuesOf(rest: string, below: readonly string[], indent: number): readonly YamlScalar[] {
  const plain = uncommented(rest);
  if (plain === "") return itemsOf(below, indent);
  if (!plain.startsWith("[")) return [scalarOf(plain)];
  const parts = [plain];
  for (const line of below) {
    if (parts.join(" ").includes("]")) break;
    parts.push(uncommented(line));
  }
  const [, inside = ""] = /^\[([^\]]*)\]/.exec(parts.join(" ")) ?? [];
  return inside
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map(scalarOf);
}

/** `- 1.22` lines right below a key. */
function itemsOf(below: readonly string[], indent: number): readonly YamlScalar[] {
  const items: YamlScalar[] = [];
  for (const line of below) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [, lead = "", rest = ""] = /^( *)- +(.*)$/.exec(line) ?? [];
    const scalar = uncommented(rest);
    if (scalar === "" || lead.length < indent || /^[\w.-]+ *:( |$)/.test(scalar)) break;
    items.push(scalarOf(scalar));
  }
  return items;
}

function uncommented(text: string): string {
  const trimmed = text.trim();
  const quoted = /^(?:"[^"]*"|'[^']*')(?=\s*(?:#|$))/.exec(trimmed);
  return quoted?.[0] ?? trimmed.replace(/(^|\s)#.*$/s, "").trim();
}

function scalarOf(text: string): YamlScalar {
  const [, , inside] = /^(["'])(.*)\1$/s.exec(text) ?? [];
  return inside === undefined ? { value: text, quoted: false } : { value: inside, quoted: true };
}
