/** `gostead activate --write-shims`: the programs that people start, written for this home and this Node. */
import { writeShims } from "#activate/shims.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { ownVersion } from "./version.ts";

export interface ActivateFlags {
  readonly writeShims?: boolean;
}

export async function runActivate(this: CliContext, flags: ActivateFlags): Promise<number> {
  if (flags.writeShims !== true) {
    throw new GosteadError("usage", "activate needs --write-shims", {
      fix: "gostead activate --write-shims",
    });
  }
  const plan = { root: this.host.home.root, node: process.execPath, version: ownVersion() };
  const written = writeShims(plan);
  for (const path of written) this.output.talk(`wrote ${path}`);
  const detail = { version: plan.version, files: written.length };
  await recordEvent(this, { kind: "activate", subject: plan.root, result: "ok", detail });
  return 0;
}
