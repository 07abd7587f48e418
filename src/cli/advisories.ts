/** What is known of versions and of advisories about them: the shipped table, or a copy of the database. */
import type { Known } from "#advisory/plan.ts";
import { resolveVersion } from "#model/query.ts";
import { type GoVersion, parseVersion, sortVersions } from "#model/version.ts";
import { readVulndb, shippedTable } from "#source/vulndb.ts";
import type { Engine } from "#toolchain/engine.ts";
import { installedReleases } from "#toolchain/installed.ts";
import type { CliContext } from "./context.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Go has a security release about every month. */
const STALE_DAYS = 60;

export interface Knowledge extends Known {
  readonly source: string;
  /** The day that the advisories are of; null for a copy whose day nobody told. */
  readonly date: string | null;
  /** One line for people: source and day. */
  readonly note: string;
}

/** `db` comes before GOVULNDB, Go's own setting for the place of the database; else the shipped table. */
export async function knowledge(
  { host }: CliContext,
  engine: Engine,
  db?: string,
): Promise<Knowledge> {
  const table = shippedTable();
  const installed = installedReleases(engine.home).map(({ version }) => version);
  const versions = sortVersions([...new Set([...table.versions, ...installed])]);
  const where = db ?? host.env.GOVULNDB ?? "";
  if (where !== "") {
    const advisories = await readVulndb(where, () => host.http());
    return { versions, advisories, source: where, date: null, note: `advisories from ${where}` };
  }
  const { advisories, source, date } = table;
  const days = Math.floor((host.now().getTime() - Date.parse(date)) / DAY_MS);
  const stale =
    days > STALE_DAYS
      ? `, over ${STALE_DAYS} days old: --db names a newer copy of the database`
      : "";
  return { versions, advisories, source, date, note: `advisories as of ${date}${stale}` };
}

/** A whole version is taken as it is, known or not; other words mean the newest that is known. */
export function versionOf(word: string, known: readonly GoVersion[]): GoVersion {
  const exact = /^(go|v)?\d+\.\d+(\.\d+|rc\d+|beta\d+)$/.test(word);
  const version = exact ? parseVersion(word.replace(/^(go|v)/, "")) : undefined;
  return version ?? resolveVersion(word, known);
}
