/** `gostead which [PROGRAM]`, `gostead where [VERSION]`, `gostead current`: the Go of this directory. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findToolchain, labelOf, wordOf } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { pinHere, reasonOf, requireToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { systemGo } from "./system.ts";

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

export async function runCurrent(this: CliContext): Promise<number> {
  const engine = await openEngine(this);
  const pin = pinHere(this);
  if (pin === undefined || pin.word === "system") {
    const path = requireSystem(this, "go");
    if (this.globals.json)
      this.output.json({ version: null, path, installed: false, reason: { kind: "system" } });
    else this.output.data(`system (${shown(path)})`);
    return 0;
  }
  const found = requireToolchain(this, engine);
  const { release, path } = found;
  const { word, ...reason } = pin;
  if (this.globals.json)
    this.output.json({
      version: release.version,
      ...labelOf(found),
      word,
      path,
      installed: true,
      reason,
    });
  else this.output.data(`${wordOf(found)} (${reasonOf(pin)})`);
  return 0;
}

function requireSystem({ host }: CliContext, program: string): string {
  const path = systemGo(host.env.PATH ?? "", host.home.shims, program);
  if (path !== undefined) return realpathSync(path);
  throw new GosteadError(
    "not-installed",
    `nothing asks for a version here and no other ${program} is on PATH`,
    {
      fix: "gostead install, then gostead default 1.24",
    },
  );
}
