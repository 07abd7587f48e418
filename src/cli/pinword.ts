/** From what a person types behind `pin` to the word that a file keeps. */
import { GosteadError } from "#model/error.ts";
import { parseQuery } from "#model/query.ts";
import { quoted } from "#model/quote.ts";
import { parseWord } from "#pin/word.ts";
import type { Engine } from "#toolchain/engine.ts";
import { installedOrNone, resolveForInstall, resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";

/**
 * A version and a minor stay what they are; `stable`, a range and the like become the
 * version that they mean now, since a pin that moves by itself is none. `exact`: a minor
 * too. A label stays behind it. Throws `usage`, `unknown-version`, and what asking the proxy throws.
 */
export async function wordToPin(
  context: CliContext,
  engine: Engine,
  { text, exact }: { readonly text: string; readonly exact: boolean },
): Promise<string> {
  if (text === "system" && !exact) return text;
  const [wanted = "", ...labels] = text.split("@");
  const label = labels.map((one) => `@${one}`).join("");
  const query = parseQuery(wanted);
  const stays = query.kind === "exact" || (query.kind === "minor" && !exact);
  const kept =
    query.kind === "exact"
      ? query.version
      : query.kind === "minor" && stays
        ? query.minor
        : await newest(context, engine, wanted);
  const word = parseWord(kept + label);
  if (word !== undefined) return word;
  throw new GosteadError("usage", `${quoted(text)} is no version word`, {
    fix: "gostead pin 1.24, gostead pin 1.24.6 or gostead pin stable",
  });
}

async function newest(context: CliContext, engine: Engine, word: string): Promise<string> {
  if (context.globals.offline) return resolveInstalled(word, engine).version;
  const wish = { word, platform: engine.platform, allowOlder: false };
  return (await resolveForInstall(wish, engine)).version;
}

/** Whether a word of a pin has a toolchain here. */
export function isInstalled(word: string, engine: Engine): boolean {
  return word === "system" || installedOrNone(word.replace(/@.*/s, ""), engine) !== undefined;
}
