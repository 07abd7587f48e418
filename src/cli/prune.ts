/** `gostead prune [--unused DAYS]` */
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName } from "#model/release.ts";
import { defaultPin } from "#pin/resolve.ts";
import type { Engine } from "#toolchain/engine.ts";
import { prune } from "#toolchain/prune.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { activeRelease } from "./here.ts";
import { openEngine } from "./open.ts";
import { recordEvent } from "./record.ts";
import { formatBytes, nameOf } from "./render.ts";

export interface PruneFlags {
  readonly unused?: string;
}

export async function runPrune(this: CliContext, flags: PruneFlags): Promise<number> {
  const { globals, output } = this;
  const engine = await openEngine(this);
  const settings = await this.settings();
  const unusedDays = settings.get("prune.unusedDays", {
    name: "--unused",
    text: flags.unused,
  })?.value;
  const request = { unusedDays, spared: sparedReleases(this, engine), dryRun: globals.dryRun };
  const { removed, bytesFreed } = await prune(request, engine);
  const subject = removed.map(releaseName).join(" ") || "leftovers";
  if (removed.length > 0 || bytesFreed > 0) {
    await recordEvent(this, { kind: "prune", subject, result: "ok", detail: { bytesFreed } });
  }
  const names = removed.map((release) => nameOf(release, engine.platform));
  if (globals.json) output.json({ removed: names, bytesFreed, dryRun: globals.dryRun });
  else if (globals.dryRun)
    output.data(
      `would remove ${names.join(", ") || "no version"}, and clear what killed installs left`,
    );
  else
    output.data(
      names.length === 0 && bytesFreed === 0
        ? "nothing to give back"
        : `${formatBytes(bytesFreed)} given back${names.length > 0 ? `; removed ${names.join(", ")}` : ""}`,
    );
  return 0;
}

function sparedReleases(context: CliContext, engine: Engine): Release[] {
  const spared = [activeRelease(context, engine)];
  const word = defaultPin(engine.home.root)?.word;
  if (word !== undefined && word !== "system") spared.push(tryInstalled(word, engine));
  return spared.filter((release) => release !== undefined);
}

function tryInstalled(word: string, engine: Engine): Release | undefined {
  try {
    return resolveInstalled(word, engine);
  } catch (error) {
    if (error instanceof GosteadError) return undefined;
    throw error;
  }
}
