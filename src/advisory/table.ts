/**
 * The table that ships with gostead: advisories about Go itself and the versions
 * that were known, derived from the Go vulnerability database by scripts/advisories.ts.
 *
 *   {"format":1,"source":…,"commit":…,"date":"2026-08-21","license":"CC-BY-4.0",
 *    "versions":["1.2.2",…],"advisories":[{"id":…},…]}
 */
import { GosteadError } from "#model/error.ts";
import { type GoVersion, parseVersion } from "#model/version.ts";
import type { Advisory } from "./advisory.ts";

export interface Table {
  /** Where the advisories come from, and under which licence. */
  readonly source: string;
  readonly license: string;
  /** The day of the database that it was derived from, `2026-08-21`. */
  readonly date: string;
  /** Versions of Go that were published by then. */
  readonly versions: readonly GoVersion[];
  readonly advisories: readonly Advisory[];
}

/** Throws `newer-format` for a table of a later gostead, `bad-answer` for none. */
export function parseTable(text: string): Table {
  const table = JSON.parse(text) as Table & { readonly format?: unknown };
  if (table.format !== 1) {
    throw new GosteadError("newer-format", `the table of advisories has format ${table.format}`, {
      fix: "use the newer gostead that wrote it",
    });
  }
  return { ...table, versions: table.versions.flatMap((one) => parseVersion(one) ?? []) };
}

/** Advisories in the order of their ids. */
export function formatTable(table: Table): string {
  const advisories = table.advisories.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = advisories.map((one) => JSON.stringify(one)).join(",\n");
  const { source, license, date, versions } = table;
  const head = JSON.stringify({ format: 1, source, license, date, versions });
  return `${head.slice(0, -1)},"advisories":[\n${rows}\n]}\n`;
}
