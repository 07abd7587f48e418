/** `gostead which [PROGRAM]`, `gostead where [VERSION]`, `gostead current`: the Go of this directory. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { treePath } from "#toolchain/installed.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { pinHere, reasonOf, requireActive } from "./here.ts";
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
      : join(treePath(engine.home, requireActive(this, engine)), "bin", program);
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
  const release = word === undefined ? requireActive(this, engine) : resolveInstalled(word, engine);
  const path = treePath(engine.home, release);
  if (this.globals.json)
    this.output.json({ version: release.version, platform: release.platform, path });
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
  const release = requireActive(this, engine);
  const path = treePath(engine.home, release);
  const { word, ...reason } = pin;
  if (this.globals.json)
    this.output.json({ version: release.version, word, path, installed: true, reason });
  else this.output.data(`${release.version} (${reasonOf(pin)})`);
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
