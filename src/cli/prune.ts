/** `gostead prune [--unused DAYS]` */
import { readHistory } from "#activate/generation.ts";
import { previousOf } from "#activate/generationmake.ts";
import { type Release, releaseName } from "#model/release.ts";
import { defaultPin } from "#pin/resolve.ts";
import type { Engine } from "#toolchain/engine.ts";
import { prune } from "#toolchain/prune.ts";
import { installedOrNone } from "#toolchain/resolve.ts";
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

/** What runs here, the default, and what a rollback would lead to. */
function sparedReleases(context: CliContext, engine: Engine): Release[] {
  const { generations, active } = readHistory(engine.home);
  const lastGood = active === undefined ? undefined : previousOf(active, generations);
  const words = [defaultPin(engine.home.root)?.word, active?.word, lastGood?.word];
  const named = words.flatMap((word) => (word === undefined ? [] : installedOrNone(word, engine)));
  return [activeRelease(context, engine), ...named].filter((release) => release !== undefined);
}
