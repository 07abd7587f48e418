/** `gostead default [VERSION]`: the version that runs where no project asks for one. */
import { join } from "node:path";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { defaultPin } from "#pin/resolve.ts";
import { parseWord } from "#pin/word.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { nameOf } from "./render.ts";

export async function runDefault(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const { host, output, globals } = this;
  if (word === undefined) {
    const pin = defaultPin(host.home.root);
    if (globals.json) output.json({ version: pin?.word ?? null });
    else if (pin === undefined) output.talk("no default is set; run: gostead default 1.24");
    else output.data(pin.word);
    return 0;
  }
  const parsed = parseWord(word);
  if (parsed === undefined) {
    throw new GosteadError("usage", `${JSON.stringify(word.slice(0, 60))} is no version word`, {
      fix: "gostead default 1.24, gostead default 1.24.6 or gostead default system",
    });
  }
  const engine = openEngine(this);
  const name =
    parsed === "system"
      ? "the system's go"
      : nameOf(resolveInstalled(parsed, engine), engine.platform);
  if (!globals.dryRun) await atomicWrite(join(host.home.root, "default"), `${parsed}\n`);
  if (globals.json) output.json({ version: parsed });
  else
    output.data(
      `${globals.dryRun ? "would make" : "your default is"} ${name}${globals.dryRun ? " your default" : ""}`,
    );
  return 0;
}
