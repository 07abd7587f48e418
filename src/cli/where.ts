/** `gostead which [PROGRAM]`, `gostead where [VERSION]`: the Go of this directory. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { findToolchain, labelOf } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { pinHere, requireToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { requireSystem } from "./system.ts";

export async function runWhich(
  this: CliContext,
  _flags: Record<never, never>,
  program = "go",
): Promise<number> {
  const engine = await openEngine(this);
  const pin = pinHere(this);
  const path =
    pin === undefined || pin.word === "system"
      ? requireSystem(this, program)
      : join(requireToolchain(this, engine).path, "bin", program);
  if (!existsSync(path)) {
    throw new GosteadError(
      "usage",
      `there is no program ${JSON.stringify(program)} in ${shown(dirname(path))}`,
      {
        fix: "gostead which go, or gostead which gofmt",
      },
    );
  }
  if (this.globals.json) this.output.json({ program, path });
  else this.output.data(path);
  return 0;
}

export async function runWhere(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const engine = await openEngine(this);
  const found = word === undefined ? requireToolchain(this, engine) : findToolchain(word, engine);
  const { release, path } = found;
  if (this.globals.json)
    this.output.json({
      version: release.version,
      ...labelOf(found),
      platform: release.platform,
      path,
    });
  else this.output.data(path);
  return 0;
}
