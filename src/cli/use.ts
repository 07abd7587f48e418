/** `gostead use [VERSION [LABEL]]` and `gostead deactivate`: code for the shell that evaluates it (src/activate/hook.sh). */
import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { leaveCode, useCode } from "#activate/hooks.ts";
import type { Shell } from "#activate/shellcode.ts";
import { findToolchain, wordOf } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { parseWord } from "#pin/word.ts";
import { attempted } from "./attempt.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent } from "./record.ts";
import { shown } from "./render.ts";
import { shellOf } from "./shell.ts";

export interface ShellFlags {
  readonly shell?: string;
}

export async function runUse(
  this: CliContext,
  flags: ShellFlags,
  ...words: string[]
): Promise<number> {
  const shell = shellOf(flags.shell ?? "sh");
  if (words.length > 2) {
    throw new GosteadError("usage", "use takes one version", { fix: "gostead use 1.24.6" });
  }
  // `use 1.22.3 prod` is `use 1.22.3@prod`.
  const named = words.length === 0 ? undefined : words.join("@");
  return await attempted(this, "use", async () => {
    const kept = named === undefined ? undefined : await installedWord(this, named);
    requireReader(this, `use${named === undefined ? "" : ` ${named}`}`);
    if (kept !== undefined) await recordUse(this, kept);
    say(this, useCode(this.host.home.root, shell, kept), shell);
    return 0;
  });
}

export async function runDeactivate(this: CliContext, flags: ShellFlags): Promise<number> {
  const shell = shellOf(flags.shell ?? "sh");
  requireReader(this, "deactivate");
  say(this, leaveCode(this.host.home.root, shell), shell);
  return 0;
}

/**
 * Another version for this shell is a switch as any other (spec B3.5); the one it has already is none. A home that is
 * not ours to write keeps no log of ours, as with the hook (src/activate/hookanswer.sh).
 */
async function recordUse(context: CliContext, to: string): Promise<void> {
  const from = context.host.env.GOSTEAD_VERSION ?? "";
  if (from === to || !isWritable(context.host.home.root)) return;
  const detail = { from, to, tool: "use", pid: process.ppid };
  await recordEvent(context, { kind: "switch", subject: to, result: "ok", detail });
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The word as the shim finds it below links/. Throws `usage` or `not-installed`. */
async function installedWord(context: CliContext, text: string): Promise<string> {
  const word = parseWord(text);
  if (word === undefined) {
    throw new GosteadError("usage", `${quoted(text)} is no version word`, {
      fix: "gostead use 1.24, gostead use 1.24.6, gostead use 1.24.6@prod or gostead use system",
    });
  }
  const { root } = context.host.home;
  if (word === "system" || existsSync(join(root, "links", word, "bin", "go"))) return word;
  return wordOf(findToolchain(word, await openEngine(context)));
}

/** A terminal evaluates nothing: whoever reads this there wanted the shell to. */
function requireReader(context: CliContext, words: string): void {
  if (!process.stdout.isTTY || context.globals.json) return;
  throw new GosteadError("usage", `${shown(words)} prints code that your shell must evaluate`, {
    fix: `eval "$(gostead ${shown(words)})", in fish: gostead ${shown(words)} --shell fish | source`,
  });
}

function say({ output, globals }: CliContext, code: string, shell: Shell): void {
  if (globals.json) output.json({ shell, code });
  else output.data(code.trimEnd());
}
