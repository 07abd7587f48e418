/** `gostead uninstall VERSION… [--force]` */
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName, sameRelease } from "#model/release.ts";
import { defaultPin } from "#pin/resolve.ts";
import type { Engine } from "#toolchain/engine.ts";
import { installedOrNone, resolveInstalled } from "#toolchain/resolve.ts";
import { type Uninstalled, uninstall } from "#toolchain/uninstall.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { formatBytes, nameOf, renderError, worseExit } from "./render.ts";
import { followDefault } from "./switching.ts";

export interface UninstallFlags {
  readonly force?: boolean;
}

export async function runUninstall(
  this: CliContext,
  flags: UninstallFlags,
  ...words: string[]
): Promise<number> {
  const engine = await openEngine(this);
  let exit = 0;
  for (const word of words) {
    try {
      const release = resolveInstalled(word, engine);
      if (flags.force !== true) requireUnneeded(this, engine, release);
      if (this.globals.dryRun) foretell(this, engine, release);
      else await remove(this, engine, { release, ...flags });
    } catch (error) {
      exit = worseExit(exit, renderError(error, this.output, this.globals.json));
      await recordFailure(this, { kind: "uninstall", subject: word }, error);
    }
  }
  return exit;
}

interface Removal extends UninstallFlags {
  readonly release: Release;
}

async function remove(context: CliContext, engine: Engine, removal: Removal): Promise<void> {
  const { release, force = false } = removal;
  const done = await uninstall(release, engine, { force });
  const { bytesFreed } = done;
  const subject = releaseName(release);
  const detail = { bytesFreed, ...(force ? { force } : {}) };
  await recordEvent(context, { kind: "uninstall", subject, result: "ok", detail });
  report(context, engine, done);
  await followDefault(context, engine, `gostead uninstall ${release.version}`);
}

/** The default is what every project without a pin of its own runs (spec B, Removal). */
function requireUnneeded({ host }: CliContext, engine: Engine, release: Release): void {
  const word = defaultPin(host.home.root)?.word;
  if (word === undefined || word === "system") return;
  const own = installedOrNone(word, engine);
  if (own === undefined || !sameRelease(own, release)) return;
  throw new GosteadError("in-use", `${nameOf(release, engine.platform)} is your default`, {
    fix: `gostead default ANOTHER first, or: gostead uninstall --force ${release.version}`,
  });
}

function foretell({ output, globals }: CliContext, engine: Engine, release: Release): void {
  const { version, platform } = release;
  if (globals.json) output.json({ version, platform, status: "installed", dryRun: true });
  else output.data(`would uninstall ${nameOf(release, engine.platform)}`);
}

function report({ output, globals }: CliContext, engine: Engine, done: Uninstalled): void {
  const { release, path, bytesFreed } = done;
  const { version, platform } = release;
  if (globals.json) output.json({ version, platform, path, status: "uninstalled", bytesFreed });
  else {
    const name = nameOf(release, engine.platform);
    output.data(`${name} uninstalled, ${formatBytes(bytesFreed)} given back`);
  }
}
