/** `gostead list --found`: every Go on this machine, judged, read-only. */
import { formatPlatform } from "#model/platform.ts";
import { openPool } from "#store/pool.ts";
import type { Engine } from "#toolchain/engine.ts";
import { type FoundTree, findTrees } from "#toolchain/found.ts";
import { adoptionGains } from "#toolchain/gain.ts";
import { type Judgement, judgeTree } from "#toolchain/judge.ts";
import type { CliContext } from "./context.ts";
import { jsonOf } from "./judge.ts";
import { formatBytes, shown } from "./render.ts";
import { barWatcher, openBars } from "./watch.ts";

interface Row {
  readonly tree: FoundTree;
  readonly judgement: Judgement;
  /** Physical bytes; undefined where adopting is out of the question. */
  readonly gain: number | undefined;
}

/** Exit 1 when something that was found is not proven. */
export async function runFound(context: CliContext, engine: Engine): Promise<number> {
  const rows = await judgeAll(context, engine);
  for (const row of rows) printRow(context, row);
  if (rows.length === 0) context.output.talk("no other Go was found on this machine");
  return rows.every(({ judgement }) => judgement.verdict === "proven") ? 0 : 1;
}

async function judgeAll(context: CliContext, engine: Engine): Promise<Row[]> {
  const bars = openBars(context);
  const bar = barWatcher("looking", bars);
  const pool = openPool();
  try {
    const judged: { tree: FoundTree; judgement: Judgement }[] = [];
    for (const tree of findTrees(context.host.env, engine.home.root)) {
      bar.phase(tree.keeper);
      judged.push({ tree, judgement: await judgeTree(tree.path, engine, pool) });
    }
    return withGains(judged, engine);
  } finally {
    await pool.close();
    bars.close();
  }
}

function withGains(
  judged: readonly { tree: FoundTree; judgement: Judgement }[],
  engine: Engine,
): Row[] {
  const provable = judged.map(({ judgement }) => judgement.record);
  const known = judged.flatMap(({ tree, judgement }, index) => {
    const entries = provable[index];
    const { release } = judgement;
    return entries === undefined || release === undefined
      ? []
      : [{ path: tree.path, release, entries }];
  });
  const gains = new Map(
    adoptionGains(known, engine.home).map((gain, index) => [known[index]?.path, gain]),
  );
  return judged.map(({ tree, judgement }) => ({ tree, judgement, gain: gains.get(tree.path) }));
}

function printRow({ output, globals }: CliContext, { tree, judgement, gain }: Row): void {
  if (globals.json) {
    output.json({ ...jsonOf(judgement), keeper: tree.keeper, adoptionFrees: gain ?? null });
    return;
  }
  const { release, verdict, reason, problems } = judgement;
  const name =
    release === undefined ? "?" : `go${release.version} ${formatPlatform(release.platform)}`;
  const why =
    reason ??
    (problems.length > 0
      ? `${problems[0]?.kind} ${problems[0]?.path}${problems.length > 1 ? ` and ${problems.length - 1} more` : ""}`
      : "");
  const frees = gain === undefined ? "" : `, adopting it would free ${formatBytes(gain)}`;
  output.data(
    `${name.padEnd(24)} ${verdict.padEnd(8)} ${tree.keeper.padEnd(12)} ${shown(tree.path)}${why === "" ? "" : ` (${shown(why)})`}${frees}`,
  );
}
