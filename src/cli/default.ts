/** `gostead default [VERSION]`: the version that runs where no project asks for one. */
import { join } from "node:path";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { defaultPin } from "#pin/resolve.ts";
import { parseWord } from "#pin/word.ts";
import type { Engine } from "#toolchain/engine.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent } from "./record.ts";
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
  const engine = await openEngine(this);
  const kept = linkedWord(parsed, engine);
  const name = nameNow(kept, engine);
  if (!globals.dryRun) await atomicWrite(join(host.home.root, "default"), `${kept}\n`);
  await recordEvent(this, { kind: "default", subject: kept, result: "ok" });
  if (globals.json) output.json({ version: kept, dryRun: globals.dryRun });
  else output.data(`your default ${globals.dryRun ? "would be" : "is"} ${name}`);
  return 0;
}

/** The shim knows versions and minors (links/): `stable` or a range is kept as the version that it means now. */
function linkedWord(word: string, engine: Engine): string {
  if (word === "system" || /^\d+\.\d+$/.test(word)) return word;
  return resolveInstalled(word, engine).version;
}

/** `go1.24.6`; for a word that moves on with new patches `1.24, now go1.24.6`. Throws `not-installed`. */
function nameNow(word: string, engine: Engine): string {
  if (word === "system") return "the system's go";
  const release = resolveInstalled(word, engine);
  const name = nameOf(release, engine.platform);
  return word === release.version ? name : `${word}, now ${name}`;
}
