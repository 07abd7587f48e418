/**
 * The log of one transaction: one record a line, `SUM JSON`, where SUM is
 * sha256 in hex of the sum before (empty at first), a newline and the JSON. So
 * a line that was cut, changed, moved or lost shows. Pure.
 *
 *   begin   first; format, number, who, what, when, and which transaction it undoes
 *   intent  a change that is about to be made; durable before anything is touched
 *   done    the change of that step was made; with a program's exit status
 *   failed  it was not; nothing follows but the end
 *
 * What is cut off in the middle of the last record was never acted on: the
 * record is waited for. Contents are not in the log: they lie beside it by hash.
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { GosteadError } from "#model/error.ts";

export const FORMAT = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const owner = v.object({ uid: count, gid: count });

const state = v.variant("kind", [
  v.object({ kind: v.literal("absent") }),
  v.object({
    kind: v.literal("file"),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    mode: v.pipe(count, v.maxValue(0o7777)),
    owner: v.exactOptional(owner),
  }),
  v.object({ kind: v.literal("link"), target: v.string() }),
  v.object({ kind: v.literal("directory"), mode: v.pipe(count, v.maxValue(0o7777)) }),
]);

const path = v.pipe(v.string(), v.startsWith("/"));
const argv = v.pipe(v.array(v.string()), v.readonly());

const change = v.variant("kind", [
  v.object({
    kind: v.literal("path"),
    path,
    via: v.exactOptional(path),
    before: state,
    after: state,
  }),
  v.object({ kind: v.literal("run"), argv, inverse: v.exactOptional(argv) }),
]);

const record = v.variant("is", [
  v.object({
    is: v.literal("begin"),
    format: v.literal(FORMAT),
    number: count,
    who: v.string(),
    what: v.string(),
    when: v.string(),
    undoes: v.exactOptional(count),
  }),
  v.object({
    is: v.literal("intent"),
    step: count,
    change,
    /** The step of the undone transaction that this takes back. */
    reverses: v.exactOptional(count),
  }),
  v.object({ is: v.literal("done"), step: count, code: v.exactOptional(v.nullable(v.number())) }),
  v.object({ is: v.literal("failed"), step: count, message: v.string() }),
]);

const end = v.object({
  format: v.literal(FORMAT),
  result: v.picklist(["done", "failed"]),
  records: count,
  /** The sum of the last record. */
  sum: v.string(),
});

export type Record = v.InferOutput<typeof record>;
export type Begin = Extract<Record, { is: "begin" }>;
export type Intent = Extract<Record, { is: "intent" }>;
export type End = v.InferOutput<typeof end>;

export interface Log {
  readonly records: readonly Record[];
  /** The last record's sum; empty without one. */
  readonly sum: string;
}

/** A record as a line, and its sum for the next one. */
export function encodeRecord(given: Record, previous: string): { line: string; sum: string } {
  const json = JSON.stringify(given);
  const sum = sumOf(previous, json);
  return { line: `${sum} ${json}\n`, sum };
}

function sumOf(previous: string, json: string): string {
  return createHash("sha256").update(`${previous}\n${json}`).digest("hex");
}

/** The whole records of a log. Throws `bad-journal` for one that is not as it was written, `newer-format`. */
export function parseLog(text: string): Log {
  const lines = text.split("\n");
  // Behind the last newline: nothing, or what a crash cut, or zeros after a power loss.
  lines.pop();
  const records: Record[] = [];
  let sum = "";
  lines.forEach((line, at) => {
    const [given = "", json = ""] = [line.slice(0, 64), line.slice(65)];
    const isWhole = line[64] === " " && given === sumOf(sum, json);
    if (!isWhole)
      throw new GosteadError("bad-journal", `record ${at + 1} is not as it was written`);
    records.push(parseOne(record, json));
    sum = given;
  });
  if (records.length > 0 && records[0]?.is !== "begin") {
    throw new GosteadError("bad-journal", "the log does not begin with its first record");
  }
  return { records, sum };
}

export function encodeEnd(given: End): string {
  return `${JSON.stringify(given)}\n`;
}

export function parseEnd(text: string): End {
  return parseOne(end, text);
}

function parseOne<T>(schema: v.GenericSchema<unknown, T>, json: string): T {
  const value = parseJson(json);
  if (isObject(value) && typeof value.format === "number" && value.format > FORMAT) {
    throw new GosteadError(
      "newer-format",
      `the journal has format ${value.format}; this gostead knows ${FORMAT}`,
      {
        fix: "use the gostead that wrote it, or a newer one",
      },
    );
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new GosteadError("bad-journal", `no record of a journal: ${parsed.issues[0].message}`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new GosteadError("bad-journal", "a record that is no JSON", { cause });
  }
}

function isObject(value: unknown): value is { readonly format?: unknown } {
  return typeof value === "object" && value !== null;
}
