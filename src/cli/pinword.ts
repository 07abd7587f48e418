/** From what a person types behind `pin` to the word that a file keeps. */
import { findToolchain, requireLabelName } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { parseQuery } from "#model/query.ts";
import type { Engine } from "#toolchain/engine.ts";
import { formatLabelName } from "#toolchain/labelled.ts";
import { resolveForInstall, resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";

/**
 * A version, a minor and a label stay what they are; `stable`, a range and the like become
 * the version that they mean now, since a pin that moves by itself is none. With `exact` a
 * minor does too, and a label is refused. Throws `usage`, `unknown-version`, and what
 * asking the proxy throws.
 */
export async function wordToPin(
  context: CliContext,
  engine: Engine,
  { text, exact }: { readonly text: string; readonly exact: boolean },
): Promise<string> {
  if (exact && (text === "system" || text.includes("@"))) {
    throw new GosteadError("usage", `a toolchain line names a version, not ${text.slice(0, 60)}`, {
      fix: "pin it in .go-version",
    });
  }
  if (text === "system") return text;
  if (text.includes("@")) return formatLabelName(requireLabelName(text));
  const query = parseQuery(text);
  if (query.kind === "exact") return query.version;
  return query.kind === "minor" && !exact ? query.minor : await newest(context, engine, text);
}

async function newest(context: CliContext, engine: Engine, word: string): Promise<string> {
  if (context.globals.offline) return resolveInstalled(word, engine).version;
  const wish = { word, platform: engine.platform, allowOlder: false };
  return (await resolveForInstall(wish, engine)).version;
}

/** What makes a pin's word run here; undefined when it does already. */
export function lackOf(word: string, engine: Engine): string | undefined {
  try {
    if (word !== "system") findToolchain(word, engine);
    return undefined;
  } catch (error) {
    if (error instanceof GosteadError) return error.fix ?? `gostead install ${word}`;
    throw error;
  }
}
