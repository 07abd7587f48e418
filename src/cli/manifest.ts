/** `gostead manifest VERSION`: lines for `sha256sum -c`. */
import { manifestLines } from "#toolchain/manifest.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";

export async function runManifest(
  this: CliContext,
  _flags: Record<never, never>,
  word: string,
): Promise<number> {
  const engine = await openEngine(this);
  const lines = manifestLines(resolveInstalled(word, engine), engine);
  if (this.globals.json) for (const line of lines) this.output.json(line);
  else this.output.data(lines.map(({ sha256, name }) => `${sha256}  ${name}`).join("\n"));
  return 0;
}
