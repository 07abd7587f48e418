/** `gostead list --outdated`: what has a newer patch release, known faults, or no support any more. */
import type { Release } from "#model/release.ts";
import { compareVersions, type GoVersion, isPrerelease, minorOf } from "#model/version.ts";
import type { Engine } from "#toolchain/engine.ts";
import { onPlatform } from "#toolchain/installed.ts";
import { listInstalled } from "#toolchain/list.ts";
import { listRemote } from "#toolchain/remote.ts";
import { type Standing, shippedKnowledge, standingOf, standingText } from "./advisories.ts";
import type { CliContext } from "./context.ts";
import type { ListFlags } from "./list.ts";
import { nameOf } from "./render.ts";

interface Row {
  readonly release: Release;
  /** The newest patch release of its line, where that is newer. */
  readonly newest: Release | undefined;
  readonly standing: Standing;
}

/** Exit 1 when one of the installed versions is none to stay with. */
export async function runOutdated(
  context: CliContext,
  engine: Engine,
  flags: ListFlags,
): Promise<number> {
  const remote = await listRemote(engine, flags.allowOlder ?? false);
  const known = shippedKnowledge(context, [
    ...remote.map(({ version }) => version),
    ...listInstalled(engine).map(({ release }) => release.version),
  ]);
  const rows = listInstalled(engine)
    .map(({ release }): Row => {
      const newest = newestPatch(release, remote);
      return { release, newest, standing: standingOf(release.version, known) };
    })
    .filter(({ newest, standing }) => newest !== undefined || !standing.sound);
  for (const row of rows) print(context, engine, row);
  if (rows.length === 0) {
    context.output.talk(
      "every installed Go is the newest of its minor, and without known advisories",
    );
  } else if (!context.globals.json) context.output.talk(known.note);
  return rows.length === 0 ? 0 : 1;
}

function print({ output, globals }: CliContext, engine: Engine, row: Row): void {
  const { release, newest, standing } = row;
  if (globals.json) {
    output.json({
      version: release.version,
      platform: release.platform,
      newest: newest?.version ?? null,
      advisories: standing.advisories,
      support: standing.life.support,
    });
    return;
  }
  const parts = [
    ...(newest === undefined ? [] : [`${nameOf(newest, engine.platform)} is out`]),
    ...standingText(standing),
  ];
  output.data(`${nameOf(release, engine.platform)}  ${parts.join("; ")}`);
}

function newestPatch(release: Release, remote: readonly Release[]): Release | undefined {
  const line = minorOf(release.version);
  const isNewer = (version: GoVersion) =>
    minorOf(version) === line &&
    !isPrerelease(version) &&
    compareVersions(version, release.version) > 0;
  return onPlatform(remote, release.platform)
    .filter(({ version }) => isNewer(version))
    .sort((a, b) => compareVersions(b.version, a.version))[0];
}
