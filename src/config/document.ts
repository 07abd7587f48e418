/**
 * A settings file: YAML as src/yaml takes it, maps of scalars. Unknown keys and
 * values that a key does not take are refused with line and column. Loads the
 * YAML library: import this file only when there is a settings file.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { type Entry, type Place, parseYaml, type Tree, yamlText } from "#yaml/tree.ts";
import { isKey, KEYS, type Key, parseValue, RULES } from "./keys.ts";
import { nearestKey } from "./nearest.ts";
import { shownValue } from "./shown.ts";

/** One key that a file sets. */
export interface Said extends Place {
  readonly key: Key;
  readonly text: string;
}

interface Source {
  readonly file: string;
  readonly text: string;
}

/** What `bytes` set, in their order; every value is one that its key takes. Throws `bad-setting`. */
export function parseSettings(bytes: Uint8Array, file: string): Said[] {
  const text = yamlText(bytes, (what) => {
    return new GosteadError("bad-setting", `${file} is no settings file: ${what}`, {
      fix: "write it as text in UTF-8, one `key: value` a line",
    });
  });
  const source = { file, text };
  const tree = parseYaml(text, (what, where) =>
    refusal(what, where ?? { line: 1, column: 1 }, source),
  );
  if (tree.is === "scalar" && tree.text === "") return [];
  return entriesOf(tree, "", source);
}

/** `what` with where it is and the line that stands there. */
function refusal(what: string, { line, column }: Place, source: Source): GosteadError {
  const standing = source.text.split(/\r?\n/, line)[line - 1] ?? "";
  const message = `${source.file}:${line}:${column}: ${what}: ${quoted(shownValue(standing.trim()))}`;
  return new GosteadError("bad-setting", message, {
    fix: "write one `key: value` a line, indented with blanks",
  });
}

/** The keys of a map; `section` is what stands before them: `policy.`, or nothing at the top. */
function entriesOf(tree: Tree, section: string, source: Source): Said[] {
  if (tree.is !== "map") throw refusal("keys with values must stand here", tree, source);
  return tree.entries.flatMap((entry) => {
    const { key: word, value } = entry;
    const below = `${section}${word}.`;
    if (KEYS.some((known) => known.startsWith(below))) return entriesOf(value, below, source);
    const name = section + word;
    if (word.includes(".") || !isKey(name)) throw unknownKey(section, entry, source);
    return [saidBy(name, entry, source)];
  });
}

function saidBy(key: Key, { value, line, column }: Entry, source: Source): Said {
  const text = value.is === "scalar" ? value.text : undefined;
  if (text !== undefined && parseValue(key, text) !== undefined) return { key, text, line, column };
  const given = text === undefined ? "a list or a map" : quoted(shownValue(text));
  throw new GosteadError(
    "bad-setting",
    `${key} at ${source.file}:${value.line}:${value.column} must be ${RULES[key].wants}, not ${given}`,
    { fix: "correct that line" },
  );
}

function unknownKey(section: string, { key, line, column }: Entry, { file }: Source): GosteadError {
  const nearest = nearestKey(section + key);
  const meant = nearest === undefined ? "" : `, did you mean ${spelled(nearest)}?`;
  const place = `${file}:${line}:${column}`;
  return new GosteadError(
    "bad-setting",
    `unknown key ${quoted(shownValue(key))} at ${place}${meant}`,
    { fix: `the keys are ${KEYS.join(", ")}` },
  );
}

/** A key as it is written in a file. */
function spelled(key: Key): string {
  const [section = "", word] = key.split(".");
  return word === undefined ? quoted(section) : `${quoted(word)} below ${quoted(section)}`;
}
