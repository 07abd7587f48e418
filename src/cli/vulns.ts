/** `gostead vulns [VERSION…] [--all] [--matrix] [--db DIR|URL]`: known advisories about Go itself. */
import { type Advisory, advisoriesOf, fixedIn, platformsOf } from "#advisory/advisory.ts";
import { lifecycleOf } from "#advisory/lifecycle.ts";
import { planUpgrades } from "#advisory/plan.ts";
import { type GoVersion, sortVersions } from "#model/version.ts";
import { installedReleases } from "#toolchain/installed.ts";
import { type Knowledge, knowledge, versionOf } from "./advisories.ts";
import type { CliContext } from "./context.ts";
import { requireActive } from "./here.ts";
import { openEngine } from "./open.ts";
import { count, shown } from "./render.ts";

export interface VulnsFlags {
  readonly all?: boolean;
  readonly matrix?: boolean;
  readonly db?: string;
}

/** Exit 1 when one of the versions has an advisory or is out of support. */
export async function runVulns(
  this: CliContext,
  flags: VulnsFlags,
  ...words: string[]
): Promise<number> {
  const engine = await openEngine(this);
  const known = await knowledge(this, engine, flags.db);
  if (flags.matrix) return printMatrix(this, known);
  const versions = flags.all
    ? installedReleases(engine.home).map(({ version }) => version)
    : words.length > 0
      ? words.map((word) => versionOf(word, known.versions))
      : [requireActive(this, engine).version];
  if (versions.length === 0) this.output.talk("no Go is installed yet; name a version");
  const unsound = [...new Set(versions)].filter((version) => !tell(this, version, known));
  if (!this.globals.json) this.output.talk(known.note);
  return unsound.length > 0 ? 1 : 0;
}

/** True when there is nothing to say against the version. */
function tell(context: CliContext, version: GoVersion, known: Knowledge): boolean {
  const found = advisoriesOf(known.advisories, version);
  const life = lifecycleOf(version, known.versions);
  const [move] = planUpgrades([version], known);
  const sound = found.length === 0 && life.support !== "out-of-support";
  if (context.globals.json) {
    context.output.json({
      version,
      support: life.support,
      endedBy: life.endedBy ?? null,
      newest: life.newest ?? null,
      upgrade: move?.to ?? null,
      advisories: found.map((one) => advisoryJson(one, version)),
      source: known.source,
      date: known.date,
    });
    return sound;
  }
  context.output.data(headline(version, { found: found.length, life, to: move?.to }));
  for (const one of found) context.output.data(`  ${lineOf(one, version)}`);
  return sound;
}

interface Head {
  readonly found: number;
  readonly life: ReturnType<typeof lifecycleOf>;
  readonly to: GoVersion | undefined;
}

/** `go1.25.5: 44 advisories, none in 1.25.14; 1.25 is supported` */
function headline(version: GoVersion, { found, life, to }: Head): string {
  const number =
    found === 0 ? "no known advisory" : found === 1 ? "1 advisory" : `${found} advisories`;
  const way = to === undefined ? "" : `, none in ${to}`;
  return `go${version}: ${number}${way}; ${supportText(life)}`;
}

export function supportText({ support, line, endedBy }: ReturnType<typeof lifecycleOf>): string {
  switch (support) {
    case "supported":
      return `${line} is supported`;
    case "out-of-support":
      return `${line} is out of support since ${endedBy}`;
    case "prerelease":
      return "a prerelease";
    case "unknown":
      return `nothing is known of ${line}`;
  }
}

function lineOf(one: Advisory, version: GoVersion): string {
  const fixed = fixedIn(one, version);
  const where = one.places.map(({ path }) => path).join(", ");
  const cve = one.aliases.find((alias) => alias.startsWith("CVE-"));
  const only = platformsOf(one);
  const notes = [
    fixed === undefined ? "not fixed" : `fixed in ${fixed}`,
    ...(only === undefined ? [] : [`${only} only`]),
    ...(cve === undefined ? [] : [cve]),
  ];
  return shown(`${one.id}  ${where}: ${one.summary} (${notes.join(", ")})`);
}

function advisoryJson(one: Advisory, version: GoVersion) {
  return {
    id: one.id,
    aliases: one.aliases,
    module: one.module,
    packages: one.places.map(({ path }) => path),
    summary: one.summary,
    fixedIn: fixedIn(one, version) ?? null,
    platforms: platformsOf(one) ?? null,
  };
}

/** Every version that is known, one a line. */
function printMatrix({ output, globals }: CliContext, known: Knowledge): number {
  for (const version of sortVersions(known.versions)) {
    const number = advisoriesOf(known.advisories, version).length;
    const life = lifecycleOf(version, known.versions);
    if (globals.json) output.json({ version, advisories: number, support: life.support });
    else output.data(`go${version.padEnd(10)} ${String(number).padStart(4)}  ${supportText(life)}`);
  }
  if (!globals.json) output.talk(`${count(known.versions.length, "version")}; ${known.note}`);
  return 0;
}
