/**
 * One OSV document (ossf.github.io/osv-schema) of the Go vulnerability database,
 * reduced to an advisory about Go itself. The text is a stranger's. Pure.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Advisory, Place, Range } from "./advisory.ts";
import { parseSemver } from "./semver.ts";

/** More than any real one by far: a longer text is not parsed. */
const MAX = 4 * 2 ** 20;
const ID = /^GO-\d{4}-\d{4,8}$/;
const MODULES: readonly string[] = ["stdlib", "toolchain"];

/** Undefined for a document that is withdrawn or about other modules. Throws `bad-answer`; `name` is told. */
export function parseOsv(text: string, name: string): Advisory | undefined {
  const osv = jsonOf(text, name);
  const id = osv.id;
  if (typeof id !== "string" || !ID.test(id)) throw bad(name, "it has no id GO-YEAR-NUMBER");
  if (osv.withdrawn !== undefined) return undefined;
  const affected = listOf(osv.affected).filter((one) =>
    MODULES.includes(String(recordOf(one.package).name)),
  );
  const [first] = affected;
  if (first === undefined) return undefined;
  return {
    id,
    aliases: stringsOf(osv.aliases),
    summary: typeof osv.summary === "string" ? osv.summary.slice(0, 300) : "",
    module: recordOf(first.package).name === "toolchain" ? "toolchain" : "stdlib",
    ranges: affected.flatMap((one) => rangesOf(one, name)),
    places: affected.flatMap(placesOf),
  };
}

type Json = Readonly<Record<string, unknown>>;

function jsonOf(text: string, name: string): Json {
  if (text.length > MAX) throw bad(name, "it is too long");
  try {
    return recordOf(JSON.parse(text));
  } catch {
    throw bad(name, "it is not JSON");
  }
}

function rangesOf(affected: Json, name: string): Range[] {
  return listOf(affected.ranges).flatMap((range) => {
    if (range.type !== "SEMVER") throw bad(name, `its range is of type ${String(range.type)}`);
    return pairsOf(listOf(range.events), name);
  });
}

/** Events come in order: each `introduced` is ended by the next `fixed`. */
function pairsOf(events: readonly Json[], name: string): Range[] {
  const ranges: Range[] = [];
  for (const { introduced, fixed } of events) {
    const text = introduced ?? fixed;
    const version = typeof text === "string" ? parseSemver(text) : undefined;
    if (version === undefined) throw bad(name, `no version: ${String(text)}`);
    const open = ranges.at(-1);
    if (introduced !== undefined) ranges.push({ introduced: version });
    else if (open === undefined || open.fixed !== undefined)
      throw bad(name, "a fix without a beginning");
    else ranges.splice(-1, 1, { ...open, fixed: version });
  }
  return ranges;
}

function placesOf(affected: Json): Place[] {
  return listOf(recordOf(affected.ecosystem_specific).imports).map(({ path, goos, goarch }) => ({
    path: String(path),
    ...(Array.isArray(goos) ? { goos: stringsOf(goos) } : {}),
    ...(Array.isArray(goarch) ? { goarch: stringsOf(goarch) } : {}),
  }));
}

function recordOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function bad(name: string, why: string): GosteadError {
  return new GosteadError("bad-answer", `${quoted(name, 200)} is no advisory: ${why}`, {
    fix: "take the files of the Go vulnerability database as they are",
  });
}
