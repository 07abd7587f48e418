/**
 * A label's policy file, YAML as src/yaml takes it. Loads the YAML library: import this
 * file only when there is a policy.
 *
 *   description: production builds
 *   toolchain: local
 *   env:
 *     GOPROXY: https://proxy.corp.example,off
 */
import { GosteadError } from "#model/error.ts";
import { type Place, parseYaml, type Tree, yamlText } from "#yaml/tree.ts";
import { type Definition, parseDefinition } from "./definition.ts";

/** The definition that the bytes of `file` say; `file` is named in errors. Throws `bad-setting`. */
export function parsePolicy(bytes: Uint8Array, file: string): Definition {
  const refuse = (what: string, where?: Place) => refusal(file, what, where);
  const tree = parseYaml(yamlText(bytes, refuse), refuse);
  const isEmpty = tree.is === "scalar" && tree.text === "";
  const definition = parseDefinition(isEmpty ? {} : plainOf(tree));
  if ("problem" in definition) throw refusal(file, definition.problem);
  return definition;
}

function plainOf(tree: Tree): unknown {
  if (tree.is === "scalar") return tree.text;
  if (tree.is === "list") return tree.items.map(plainOf);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plainOf(value)]));
}

function refusal(file: string, what: string, where?: Place): GosteadError {
  const place = where === undefined ? file : `${file}:${where.line}`;
  return new GosteadError("bad-setting", `${place} is no policy of a label: ${what}`, {
    fix: "correct that file",
  });
}
