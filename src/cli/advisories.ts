/** What is known of versions and of advisories about them: the shipped table, or a copy of the database. */
import { advisoriesOf } from "#advisory/advisory.ts";
import { type Lifecycle, lifecycleOf } from "#advisory/lifecycle.ts";
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
  context: CliContext,
  engine: Engine,
  db?: string,
): Promise<Knowledge> {
  const { host } = context;
  const installed = installedReleases(engine.home).map(({ version }) => version);
  const shipped = shippedKnowledge(context, installed);
  const where = db ?? host.env.GOVULNDB ?? "";
  if (where === "") return shipped;
  const advisories = await readVulndb(where, () => host.http());
  const note = `advisories from ${where}`;
  return { versions: shipped.versions, advisories, source: where, date: null, note };
}

/** What this gostead was built with; `more` are versions that are known besides. */
export function shippedKnowledge({ host }: CliContext, more: readonly GoVersion[]): Knowledge {
  const { advisories, source, date, versions } = shippedTable();
  const days = Math.floor((host.now().getTime() - Date.parse(date)) / DAY_MS);
  const stale =
    days > STALE_DAYS
      ? `, over ${STALE_DAYS} days old: --db names a newer copy of the database`
      : "";
  return {
    versions: sortVersions([...new Set([...versions, ...more])]),
    advisories,
    source,
    date,
    note: `advisories as of ${date}${stale}`,
  };
}

/** How a version stands: its number of advisories, and its support. */
export interface Standing {
  readonly advisories: number;
  readonly life: Lifecycle;
  /** Nothing is to be said against it. */
  readonly sound: boolean;
}

export function standingOf(version: GoVersion, known: Known): Standing {
  const advisories = advisoriesOf(known.advisories, version).length;
  const life = lifecycleOf(version, known.versions);
  return { advisories, life, sound: advisories === 0 && life.support !== "out-of-support" };
}

/** `69 advisories`, `1.22 is out of support since 1.24`; empty for a sound version. */
export function standingText({ advisories, life }: Standing): string[] {
  const number = advisories === 1 ? "1 advisory" : `${advisories} advisories`;
  return [
    ...(advisories === 0 ? [] : [number]),
    ...(life.support === "out-of-support"
      ? [`${life.line} is out of support since ${life.endedBy}`]
      : []),
  ];
}

/** A whole version is taken as it is, known or not; other words mean the newest that is known. */
export function versionOf(word: string, known: readonly GoVersion[]): GoVersion {
  const exact = /^(go|v)?\d+\.\d+(\.\d+|rc\d+|beta\d+)$/.test(word);
  const version = exact ? parseVersion(word.replace(/^(go|v)/, "")) : undefined;
  return version ?? resolveVersion(word, known);
}
