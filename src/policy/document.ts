/**
 * A policy as people write it (docs/guide/policy.md; the shape is schema.ts):
 *
 *   policy: acme
 *   extends: production
 *   go: { minVersion: 1.25.3, minReleaseAge: 14, proven: true }
 *   rules:
 *     - { key: GOPROXY, op: firstIn, value: [https://goproxy.example.com] }
 *   waivers:
 *     - { id: GOCACHE, owner: ada, reason: the old runners, until: 2026-12-31 }
 *
 * Unknown keys, operators and settings are refused with their line: what is misspelt would
 * otherwise hold of nothing. Loads the YAML library.
 */
import { GosteadError } from "#model/error.ts";
import type { Severity } from "#model/finding.ts";
import { parseQuery } from "#model/query.ts";
import { quoted } from "#model/quote.ts";
import { parseVersion } from "#model/version.ts";
import { parseYaml, type Tree, yamlText } from "#yaml/tree.ts";
import { itemsOf, memberOf, scalarOf } from "./members.ts";
import {
  GO_CODES,
  type GoRules,
  OPS,
  type Op,
  type Policy,
  SETTINGS,
  type SettingName,
  type SettingRule,
  type Waiver,
} from "./policy.ts";
import { badPolicy, refuserOf } from "./refusal.ts";
import { SHAPE } from "./schema.ts";
import { requireShape } from "./shape.ts";
import { waiverIn } from "./waiver.ts";

const MAX_RULES = 500;
const MAX_PATTERN = 300;

/** `extended` gives the built-in that a file names behind `extends`. Throws `bad-setting` with file and line. */
export function parsePolicy(
  bytes: Uint8Array,
  file: string,
  extended: (name: string) => Policy,
): Policy {
  const refuse = refuserOf(file);
  const tree = parseYaml(yamlText(bytes, refuse), refuse);
  requireShape(tree, SHAPE, { file, what: "a policy" });
  const above = scalarOf(tree, "extends");
  const base = above === undefined ? undefined : extended(above);
  const go = memberOf(tree, "go");
  const own = itemsOf(tree, "rules").map((item) => ruleOf(item, file));
  const rules = [...(base?.rules ?? []), ...own];
  if (own.length > MAX_RULES)
    throw badPolicy(file, `it has more than ${MAX_RULES} rules`, "split it up");
  return {
    name: scalarOf(tree, "policy") ?? "",
    rules,
    go: { ...base?.go, ...(go === undefined ? {} : goOf(go, file)) },
    ...libcOf(tree, file),
    severity: severityOf(go) ?? base?.severity ?? "error",
    waivers: itemsOf(tree, "waivers").map((item) => waiverOf(item, rules, file)),
  };
}

function textsOf(tree: Tree): readonly string[] {
  if (tree.is === "scalar") return [tree.text];
  return tree.is === "list" ? tree.items.flatMap(textsOf) : [];
}

function severityOf(tree: Tree | undefined): Severity | undefined {
  const word = tree === undefined ? undefined : scalarOf(tree, "severity");
  return word === "error" || word === "warning" || word === "info" ? word : undefined;
}

function ruleOf(tree: Tree, file: string): SettingRule {
  const key = SETTINGS.find((one) => one === scalarOf(tree, "key")) as SettingName;
  const op = scalarOf(tree, "op") as Op;
  const place = `${file}:${tree.line}`;
  return {
    key,
    op,
    values: valuesOf(tree, op, file),
    severity: severityOf(tree) ?? "error",
    why: scalarOf(tree, "why") ?? "",
    fix: scalarOf(tree, "fix") ?? "",
    place,
  };
}

function valuesOf(tree: Tree, op: Op, file: string): readonly string[] {
  const value = memberOf(tree, "value");
  const wants = OPS[op];
  const place = `${file}:${value?.line ?? tree.line}`;
  if (wants === "none") {
    if (value === undefined) return [];
    throw badPolicy(place, `${op} takes no value`);
  }
  if (value === undefined) throw badPolicy(place, `${op} needs a value`);
  const values = textsOf(value);
  if ((wants === "list") !== (value.is === "list")) {
    throw badPolicy(place, `${op} needs ${wants === "list" ? "a list" : "one value"}`);
  }
  if (wants === "list" && values.length === 0)
    throw badPolicy(place, `${op} needs a list that is not empty`);
  if (wants === "pattern") requirePattern(values[0] ?? "", place);
  return values;
}

function requirePattern(text: string, place: string): void {
  if (text.length > MAX_PATTERN) throw badPolicy(place, "the pattern is too long");
  try {
    new RegExp(text, "u");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "";
    throw badPolicy(place, `${quoted(text)} is no pattern: ${why}`);
  }
}

/** `glibc 2.36`, `musl`: the shape has been checked. */
function libcOf(tree: Tree, file: string): Pick<Policy, "libc"> {
  const [kind, version = null] = scalarOf(tree, "libc")?.split(" ") ?? [];
  if (kind !== "glibc" && kind !== "musl") return {};
  return { libc: { kind, version, place: `${file}:${memberOf(tree, "libc")?.line}` } };
}

function goOf(tree: Tree, file: string): GoRules {
  const [min, age] = [scalarOf(tree, "minVersion"), scalarOf(tree, "minReleaseAge")];
  const lists = { allowed: memberOf(tree, "allowed"), sources: memberOf(tree, "sources") };
  if (min !== undefined && parseVersion(min) === undefined) {
    throw badPolicy(
      `${file}:${memberOf(tree, "minVersion")?.line}`,
      `${quoted(min)} is no Go version`,
    );
  }
  requireWords(lists.allowed, file);
  return {
    ...(min === undefined ? {} : { minVersion: min }),
    ...(lists.allowed === undefined ? {} : { allowed: textsOf(lists.allowed) }),
    ...(lists.sources === undefined ? {} : { sources: textsOf(lists.sources) }),
    ...(age === undefined ? {} : { minReleaseAge: Number(age) }),
    ...yes(tree, "proven"),
    ...yes(tree, "supported"),
    ...yes(tree, "noKnownAdvisories"),
  };
}

type Yes = "proven" | "supported" | "noKnownAdvisories";

/** `false` is as if it were not there: no file takes away what the policy that it extends asks for. */
function yes(tree: Tree, key: Yes): { readonly [K in Yes]?: true } {
  return scalarOf(tree, key) === "true" ? { [key]: true } : {};
}

function requireWords(tree: Tree | undefined, file: string): void {
  for (const item of tree?.is === "list" ? tree.items : []) {
    const [word = ""] = textsOf(item);
    try {
      const { kind } = parseQuery(word);
      if (kind === "stable" || kind === "oldstable") {
        throw new GosteadError("usage", `what ${quoted(word)} means changes by itself`);
      }
    } catch (error) {
      if (!(error instanceof GosteadError)) throw error;
      throw badPolicy(`${file}:${item.line}`, error.message);
    }
  }
}

function waiverOf(tree: Tree, rules: readonly SettingRule[], file: string): Waiver {
  const ids = [...GO_CODES, ...rules.flatMap(({ key, op }) => [key, `${key} ${op}`])];
  return waiverIn(tree, { file, ids, what: "rule of this policy" });
}
