/** `gostead uninstall VERSION…` */
import { resolveInstalled } from "#toolchain/resolve.ts";
import { uninstall } from "#toolchain/uninstall.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { formatBytes, nameOf, renderError } from "./render.ts";

export async function runUninstall(
  this: CliContext,
  _flags: Record<never, never>,
  ...words: string[]
): Promise<number> {
  const engine = openEngine(this);
  let exit = 0;
  for (const word of words) {
    try {
      const release = resolveInstalled(word, engine);
      if (this.globals.dryRun) {
        this.output.data(`would uninstall ${nameOf(release, engine.platform)}`);
        continue;
      }
      const { path, bytesFreed } = await uninstall(release, engine);
      if (this.globals.json) {
        const { version, platform } = release;
        this.output.json({ version, platform, path, status: "uninstalled", bytesFreed });
      } else {
        this.output.data(
          `${nameOf(release, engine.platform)} uninstalled, ${formatBytes(bytesFreed)} given back`,
        );
      }
    } catch (error) {
      exit = Math.max(exit, renderError(error, this.output, this.globals.json));
    }
  }
  return exit;
}
