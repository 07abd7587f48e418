/** `gostead default [VERSION]`: the version that runs where no project asks for one. */
import { activeGeneration, isLinked } from "#activate/generation.ts";
import { switchTo, type Target } from "#activate/generationswitch.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { defaultPin } from "#pin/resolve.ts";
import { parseWord } from "#pin/word.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordFailure } from "./record.ts";
import { recordSwitch, switchDeps, targetOf } from "./switching.ts";

export async function runDefault(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const { output, globals } = this;
  if (word === undefined) return show(this);
  const parsed = parseWord(word);
  if (parsed === undefined) {
    throw new GosteadError("usage", `${quoted(word)} is no version word`, {
      fix: "gostead default 1.24, gostead default 1.24.6 or gostead default system",
    });
  }
  const engine = await openEngine(this);
  const target = targetOf(parsed, engine);
  if (!globals.dryRun) await change(this, target, switchDeps(this, engine));
  const version = target.follows ?? target.word;
  if (globals.json) output.json({ version, dryRun: globals.dryRun });
  else output.data(`your default ${globals.dryRun ? "would be" : "is"} ${nameOf(target)}`);
  return 0;
}

async function change(
  context: CliContext,
  target: Target,
  deps: ReturnType<typeof switchDeps>,
): Promise<void> {
  const word = target.follows ?? target.word;
  const reason = `gostead default ${word}`;
  try {
    await recordSwitch(context, await switchTo(target, reason, deps), reason);
  } catch (error) {
    await recordFailure(context, { kind: "switch", subject: word }, error);
    throw error;
  }
}

function show({ host, output, globals }: CliContext): number {
  const pin = defaultPin(host.home.root);
  const active = isLinked(host.home) ? activeGeneration(host.home) : undefined;
  const word = active?.follows ?? pin?.word;
  if (globals.json) output.json({ version: word ?? null });
  else if (word === undefined) output.talk("no default is set; run: gostead default 1.24");
  else output.data(word);
  return 0;
}

/** `go1.24.6`; for a word that moves on with new patches `1.24, now go1.24.6`. */
function nameOf({ word, follows }: Target): string {
  if (word === "system") return "the system's go";
  return follows === null ? `go${word}` : `${follows}, now go${word}`;
}
