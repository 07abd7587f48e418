/**
 * Checks a value against a JSON Schema: the keywords that docs/reference/schema (draft
 * 2020-12) and the schema of SARIF (draft 4) use, and an error for any other, so that a
 * schema never promises what nobody checks.
 */
import { readFileSync } from "node:fs";

type Schema = Readonly<Record<string, unknown>>;

/** Remarks of draft 4, which ask for nothing. */
const REMARKS = ["id", "description", "default", "definitions"];

const KEYWORDS = [
  ...REMARKS,
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
  "maximum",
  "minItems",
  "uniqueItems",
  "format",
  "anyOf",
  "oneOf",
];

/** What is wrong with `value`, one line each, with the place; empty when it fits the schema in `file`. */
export function mismatches(value: unknown, file: URL): string[] {
  return check(value, rootOf(file), { file, place: "$" });
}

interface At {
  readonly file: URL;
  readonly place: string;
}

function check(value: unknown, schema: Schema, at: At): string[] {
  const strange = Object.keys(schema).filter((keyword) => !KEYWORDS.includes(keyword));
  if (strange.length > 0) throw new Error(`${at.file}: keyword ${strange} is not known here`);
  if (typeof schema.$ref === "string" && schema.$ref.startsWith("#/")) {
    return check(value, definitionOf(schema.$ref, at), at);
  }
  if (typeof schema.$ref === "string") {
    return mismatches(value, new URL(schema.$ref, at.file)).map((line) => `${at.place} ${line}`);
  }
  return [
    ...branched(value, schema, at),
    ...own(value, schema, at),
    ...members(value, schema, at),
    ...elements(value, schema, at),
  ];
}

function branched(value: unknown, { anyOf, oneOf }: Schema, at: At): string[] {
  const branches = (anyOf ?? oneOf) as Schema[] | undefined;
  const found = (branches ?? []).map((branch) => check(value, branch, at));
  const fits = found.filter((lines) => lines.length === 0).length;
  if (branches === undefined || fits === 1 || (fits > 0 && oneOf === undefined)) return [];
  return fits === 0 ? found.flat() : [`${at.place} fits ${fits} of oneOf`];
}

function definitionOf(reference: string, { file }: At): Schema {
  let schema = rootOf(file);
  for (const name of reference.slice(2).split("/")) schema = schema[name] as Schema;
  return schema;
}

/** A schema of 100 kB is asked hundreds of times. */
const roots = new Map<string, Schema>();

function rootOf(file: URL): Schema {
  const known = roots.get(file.href);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
  roots.set(file.href, schema);
  return schema;
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
  if (typeof value === "number" && typeof schema.maximum === "number" && value > schema.maximum) {
    wrong.push(`${place} is ${value}, more than ${schema.maximum}`);
  }
  if (typeof value === "string" && !hasFormat(value, schema.format)) {
    wrong.push(`${place} ${JSON.stringify(value)} is no ${schema.format}`);
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
    else if (typeof schema.additionalProperties === "object")
      wrong.push(...check(member, schema.additionalProperties as Schema, { ...at, place }));
  }
  return wrong;
}

function elements(value: unknown, schema: Schema, at: At): string[] {
  if (!Array.isArray(value)) return [];
  const rule = (schema.items ?? {}) as Schema;
  const wrong = value.flatMap((one, n) => check(one, rule, { ...at, place: `${at.place}[${n}]` }));
  const { minItems = 0, uniqueItems = false } = schema;
  if (value.length < Number(minItems)) wrong.push(`${at.place} has less than ${minItems} items`);
  const different = new Set(value.map((one) => JSON.stringify(one))).size;
  if (uniqueItems === true && different < value.length) wrong.push(`${at.place} repeats an item`);
  return wrong;
}

/** What URIs are made of; a reference need not begin with a scheme. */
function hasFormat(value: string, format: unknown): boolean {
  if (format === undefined) return true;
  const characters = /^(%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=])*$/.test(value);
  if (format === "uri-reference") return characters;
  if (format === "uri") return characters && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(value);
  if (format === "date-time") return !Number.isNaN(Date.parse(value));
  throw new Error(`format ${format} is not known here`);
}

function hasType(value: unknown, type: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}
