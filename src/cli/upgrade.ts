/** `gostead upgrade [--plan] [VERSION…]`: to releases that are supported and without known advisories. */
import { type Move, planUpgrades } from "#advisory/plan.ts";
import { installedReleases, onPlatform } from "#toolchain/installed.ts";
import { knowledge, versionOf } from "./advisories.ts";
import type { CliContext } from "./context.ts";
import { runInstall } from "./install.ts";
import { openEngine } from "./open.ts";

export interface UpgradeFlags {
  readonly plan?: boolean;
  readonly db?: string;
}

/** With --plan exit 1 when something should move; else what its installs give. */
export async function runUpgrade(
  this: CliContext,
  flags: UpgradeFlags,
  ...words: string[]
): Promise<number> {
  const engine = await openEngine(this);
  const known = await knowledge(this, engine, flags.db);
  const installed = onPlatform(installedReleases(engine.home), engine.platform);
  const used =
    words.length > 0
      ? words.map((word) => versionOf(word, known.versions))
      : installed.map(({ version }) => version);
  const moves = planUpgrades([...new Set(used)], known);
  if (flags.plan || this.globals.dryRun) return printPlan(this, moves, known.note);
  const targets = [...new Set(moves.flatMap(({ to }) => to ?? []))];
  if (targets.length === 0) {
    return printPlan(this, moves, known.note);
  }
  const exit = await runInstall.call(this, {}, ...targets);
  if (exit === 0 && !this.globals.json) {
    this.output.talk(
      `pins are as they were: gostead pin moves a project's, gostead default yours; ${known.note}`,
    );
  }
  return exit;
}

function printPlan({ output, globals }: CliContext, moves: readonly Move[], note: string): number {
  for (const move of moves) {
    if (globals.json) output.json({ ...move, to: move.to ?? null });
    else output.data(lineOf(move));
  }
  if (moves.length === 0 && !globals.json) output.data("nothing to change: no known advisories");
  if (!globals.json) output.talk(note);
  return moves.length > 0 ? 1 : 0;
}

function lineOf({ from, to, clears, crossesLine }: Move): string {
  if (to === undefined) return `${from} -> ?  no release that is known is free of advisories`;
  const what =
    clears.length === 0
      ? "ends a line that is out of support"
      : `clears ${clears.length === 1 ? "1 advisory" : `${clears.length} advisories`}`;
  return `${from} -> ${to}  ${what}${crossesLine ? ", a new release line" : ""}`;
}
