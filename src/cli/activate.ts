/**
 * `gostead activate bash|zsh|fish|sh`: code that lets a shell follow the pins (the launcher answers it without Node).
 * `gostead activate --write-shims`: the programs that people start and the hooks, written for this home and this Node.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { hookText, writeHooks } from "#activate/hooks.ts";
import type { Shell } from "#activate/shellcode.ts";
import { writeShims } from "#activate/shims.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { shellOf } from "./shell.ts";
import { ownVersion } from "./version.ts";

export interface ActivateFlags {
  readonly writeShims?: boolean;
}

export async function runActivate(
  this: CliContext,
  flags: ActivateFlags,
  word?: string,
): Promise<number> {
  if (flags.writeShims === true && word === undefined) return write(this);
  if (flags.writeShims === true || word === undefined) {
    throw new GosteadError("usage", "activate needs the name of a shell, or --write-shims", {
      fix: 'eval "$(gostead activate bash)"',
    });
  }
  await print(this, shellOf(word));
  return 0;
}

async function print(context: CliContext, shell: Shell): Promise<void> {
  const { root } = context.host.home;
  // The hook asks the launcher of this home.
  if (!existsSync(join(root, "bin", "gostead"))) await write(context);
  const code = hookText(root, shell);
  if (context.globals.json) context.output.json({ shell, code });
  else context.output.data(code.trimEnd());
}

async function write(context: CliContext): Promise<number> {
  const { host, output } = context;
  const plan = { root: host.home.root, node: process.execPath, version: ownVersion() };
  const written = [...writeShims(plan), ...writeHooks(plan.root)];
  for (const path of written) output.talk(`wrote ${path}`);
  const detail = { version: plan.version, files: written.length };
  await recordEvent(context, { kind: "activate", subject: plan.root, result: "ok", detail });
  return 0;
}
