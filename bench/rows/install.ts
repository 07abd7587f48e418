/** Installing one version with nothing there before, all from the same loopback. */
import { remove } from "../disk.ts";
import { findGostead, type Lab } from "../lab.ts";
import { GOSTEAD, type Gostead } from "../peers/gostead.ts";
import { GOTOOLCHAIN } from "../peers/gotoolchain.ts";
import { mustRun } from "../runner.ts";
import { atMost, type Section, times, walls } from "../section.ts";
import { FIRST } from "../settings.ts";
import { median } from "../stats.ts";
import { figures, type Installs, installRounds, only, ratioCell, wallRatio } from "./rounds.ts";

const HEAD = ["", "wall s", "CPU s", "bytes", "requests", "gostead ÷ it (CPU)", "it checks"];

export async function installRow(lab: Lab): Promise<Section> {
  const colds = only("cold", await installRounds(lab));
  const rows = lab.peers.map(({ name, checks }) => [
    name,
    ...figures(colds.get(name) ?? []),
    ratioCell(colds, GOSTEAD, name),
    checks,
  ]);
  const own = findGostead(lab);
  return {
    title: `Install ${FIRST}, cold`,
    tables: [{ head: HEAD, rows }],
    verdicts: verdicts(lab, colds),
    notes: own ? [await bounds(lab, own)] : [],
  };
}

function verdicts(lab: Lab, colds: Installs) {
  const fastest = fastestChecking(lab, colds);
  const ratio = fastest ? wallRatio(colds, GOSTEAD, fastest) : undefined;
  return [
    atMost("install, cold, ÷ GOTOOLCHAIN", wallRatio(colds, GOSTEAD, GOTOOLCHAIN), 0.35, times),
    atMost(`install, cold, ÷ fastest peer that checks (${fastest ?? "none"})`, ratio, 0.8, times),
  ];
}

function fastestChecking(lab: Lab, colds: Installs): string | undefined {
  const middle = (name: string) =>
    median(walls((colds.get(name) ?? []).map(({ sample }) => sample)));
  return lab.peers
    .filter(({ name, checksAnything }) => checksAnything && name !== GOSTEAD)
    .map(({ name }) => name)
    .toSorted((a, b) => middle(a) - middle(b))[0];
}

/** What gostead itself says its time went to, longest first: the top one bounds it. */
async function bounds(lab: Lab, own: Gostead): Promise<string> {
  remove(own.state);
  const argv = [...own.install(FIRST), "--json"];
  await mustRun(lab.runner, { argv, env: own.env, cwd: lab.site.work });
  const timings = readTimings(lab.runner.output());
  remove(own.state);
  if (!timings) return "What bounds gostead's install: its `--json` carries no `timings`.";
  const parts = Object.entries(timings)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, value]) => `${name} ${value.toFixed(0)}`);
  return `What bounds gostead's install (ms of one cold run, summed over its workers, longest first): ${parts.join(", ")}.`;
}

/** The `timings` object of the first JSON line that has one. */
export function readTimings(output: string): Record<string, number> | undefined {
  for (const line of output.split("\n").filter((text) => text.startsWith("{"))) {
    const { timings } = JSON.parse(line) as { timings?: Record<string, unknown> };
    const numbers = Object.entries(timings ?? {}).filter(([, value]) => Number.isFinite(value));
    if (numbers.length > 0) return Object.fromEntries(numbers) as Record<string, number>;
  }
  return undefined;
}
