/** `gostead uninstall VERSION…` */
import { type Release, releaseName } from "#model/release.ts";
import type { Engine } from "#toolchain/engine.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import { type Uninstalled, uninstall } from "#toolchain/uninstall.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { formatBytes, nameOf, renderError, worseExit } from "./render.ts";

export async function runUninstall(
  this: CliContext,
  _flags: Record<never, never>,
  ...words: string[]
): Promise<number> {
  const engine = await openEngine(this);
  let exit = 0;
  for (const word of words) {
    try {
      const release = resolveInstalled(word, engine);
      if (this.globals.dryRun) foretell(this, engine, release);
      else await remove(this, engine, release);
    } catch (error) {
      exit = worseExit(exit, renderError(error, this.output, this.globals.json));
      await recordFailure(this, { kind: "uninstall", subject: word }, error);
    }
  }
  return exit;
}

async function remove(context: CliContext, engine: Engine, release: Release): Promise<void> {
  const done = await uninstall(release, engine);
  const { bytesFreed } = done;
  const subject = releaseName(release);
  await recordEvent(context, { kind: "uninstall", subject, result: "ok", detail: { bytesFreed } });
  report(context, engine, done);
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
