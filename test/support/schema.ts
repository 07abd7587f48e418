/**
 * Checks a value against a JSON Schema (draft 2020-12): the keywords that
 * docs/reference/schema uses, and an error for any other, so that a schema
 * never promises what nobody checks.
 */
import { readFileSync } from "node:fs";

type Schema = Readonly<Record<string, unknown>>;

const KEYWORDS = [
  "$schema",
  "$ref",
  "title",
  "description",
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "pattern",
  "minimum",
  "anyOf",
];

/** What is wrong with `value`, one line each, with the place; empty when it fits the schema in `file`. */
export function mismatches(value: unknown, file: URL): string[] {
  const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
  return check(value, schema, { file, place: "$" });
}

interface At {
  readonly file: URL;
  readonly place: string;
}

function check(value: unknown, schema: Schema, at: At): string[] {
  const strange = Object.keys(schema).filter((keyword) => !KEYWORDS.includes(keyword));
  if (strange.length > 0) throw new Error(`${at.file}: keyword ${strange} is not known here`);
  if (typeof schema.$ref === "string") {
    return mismatches(value, new URL(schema.$ref, at.file)).map((line) => `${at.place} ${line}`);
  }
  const branches = schema.anyOf as Schema[] | undefined;
  if (branches !== undefined) {
    const found = branches.map((branch) => check(value, branch, at));
    return found.some((lines) => lines.length === 0) ? [] : found.flat();
  }
  return [...own(value, schema, at), ...members(value, schema, at), ...elements(value, schema, at)];
}

function own(value: unknown, schema: Schema, { place }: At): string[] {
  const wrong: string[] = [];
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types !== undefined && !types.some((type) => hasType(value, type))) {
    wrong.push(`${place} is ${JSON.stringify(value)}, no ${types.join(" or ")}`);
  }
  const choices = "const" in schema ? [schema.const] : (schema.enum as unknown[] | undefined);
  if (choices !== undefined && !choices.includes(value)) {
    wrong.push(`${place} is ${JSON.stringify(value)}, not one of ${JSON.stringify(choices)}`);
  }
  if (typeof value === "string" && typeof schema.pattern === "string") {
    if (!new RegExp(schema.pattern, "u").test(value)) {
      wrong.push(`${place} ${JSON.stringify(value)} does not match ${schema.pattern}`);
    }
  }
  if (typeof value === "number" && typeof schema.minimum === "number" && value < schema.minimum) {
    wrong.push(`${place} is ${value}, less than ${schema.minimum}`);
  }
  return wrong;
}

function members(value: unknown, schema: Schema, at: At): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const known = (schema.properties ?? {}) as Record<string, Schema>;
  const missing = ((schema.required ?? []) as string[]).filter((name) => !(name in value));
  const wrong = missing.map((name) => `${at.place} lacks ${name}`);
  for (const [name, member] of Object.entries(value)) {
    const place = `${at.place}.${name}`;
    const rule = known[name];
    if (rule !== undefined) wrong.push(...check(member, rule, { ...at, place }));
    else if (schema.additionalProperties === false) wrong.push(`${place} is not in the schema`);
  }
  return wrong;
}

function elements(value: unknown, schema: Schema, at: At): string[] {
  if (!Array.isArray(value) || schema.items === undefined) return [];
  const rule = schema.items as Schema;
  return value.flatMap((one, n) => check(one, rule, { ...at, place: `${at.place}[${n}]` }));
}

function hasType(value: unknown, type: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
