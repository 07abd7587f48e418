/**
 * A label's policy file: YAML 1.2 with every scalar a string as it stands, and nothing
 * of YAML that a policy does not need: no tags, anchors, aliases, duplicate keys. At
 * most 64 KiB. Loads the YAML library: import this file only when there is a policy.
 *
 *   description: production builds
 *   toolchain: local
 *   env:
 *     GOPROXY: https://proxy.corp.example,off
 */
import { isAlias, parseDocument, visit } from "yaml";
import { GosteadError } from "#model/error.ts";
import { type Definition, parseDefinition } from "./definition.ts";

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

/** The definition that the bytes of `file` say; `file` is named in errors. Throws `bad-setting`. */
export function parsePolicy(bytes: Uint8Array, file: string): Definition {
  const definition = parseDefinition(plainOf(textOf(bytes, file), file));
  if ("problem" in definition) throw refusal(file, definition.problem);
  return definition;
}

function textOf(bytes: Uint8Array, file: string): string {
  if (bytes.length > MAX_BYTES) throw refusal(file, "it is longer than 64 KiB");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusal(file, "it is no text in UTF-8");
  }
}

function plainOf(text: string, file: string): unknown {
  const document = parseDocument(text, OPTIONS);
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split("\n").length;
    throw refusal(`${file}:${line}`, fault.message.split("\n", 1)[0] ?? "it is no YAML");
  }
  let extra = false;
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node) || node.anchor !== undefined) extra = true;
    },
  });
  if (extra) throw refusal(file, "anchors and aliases are not taken");
  return document.toJS({ maxAliasCount: 0 }) ?? {};
}

function refusal(place: string, what: string): GosteadError {
  return new GosteadError("bad-setting", `${place} is no policy of a label: ${what}`, {
    fix: "correct that file",
  });
}
