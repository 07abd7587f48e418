/** `gostead doctor` on a sound home: all rules that ask no server, and two smaller choices; a real compiler is read. */
import { dirname, join } from "node:path";
import { ensure, findGostead, type Lab, prepareShims } from "../lab.ts";
import type { Command, Sample } from "../runner.ts";
import { atMost, mebibytes, milliseconds, type Section, type Verdict, walls } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median } from "../stats.ts";
import { inTurn, SHORT_HEAD, shortCells } from "./short.ts";

/** What is asked, and the seconds it may take. */
const ASKED = [
  { groups: [], limit: 1.5 },
  { groups: ["env"], limit: 1 },
  { groups: ["path", "env"], limit: 0.3 },
] as const;
const MEMORY_LIMIT = 150 * 2 ** 20;

export async function doctorRow(lab: Lab): Promise<Section> {
  const title = "Doctor";
  const own = findGostead(lab);
  if (own?.shim === undefined) return { title, tables: [], verdicts: [], notes: ["not built"] };
  await ensure(lab, own, [FIRST, NEXT_PATCH]);
  await prepareShims(lab, own);
  const { env } = own.shim;
  // Behind the shims, so that mixed-tree has a tree to read.
  const PATH = `${env.PATH}:${join(own.tree(FIRST), "bin")}`;
  const around = { env: { ...env, PATH, SHELL: "/bin/bash" }, cwd: dirname(own.tree(FIRST)) };
  // A Go as old as the one measured has known faults: a warning, which is no failure of the run.
  const argvOf = (groups: readonly string[]) => [
    ...own.command,
    "doctor",
    ...groups,
    "--fail-on",
    "error",
  ];
  const commands = ASKED.map(({ groups }): [string, Command] => {
    return [nameOf(groups), { argv: argvOf(groups), ...around }];
  });
  const samples = await inTurn(lab, new Map(commands));
  return {
    title,
    tables: [{ head: SHORT_HEAD, rows: [...samples].map(([name, all]) => shortCells(name, all)) }],
    verdicts: verdictsOf(samples),
    notes: [lab.runner.output().trim().split("\n").at(-1) ?? ""],
  };
}

function nameOf(groups: readonly string[]): string {
  return ["gostead", "doctor", ...groups].join(" ");
}

function verdictsOf(samples: ReadonlyMap<string, readonly Sample[]>): readonly Verdict[] {
  const times = ASKED.map(({ groups, limit }) => {
    const all = samples.get(nameOf(groups));
    return atMost(nameOf(groups), all && median(walls(all)), limit, milliseconds);
  });
  const peaks = samples.get(nameOf([]))?.map(({ rss }) => rss);
  const peak = peaks && Math.max(...peaks);
  return [...times, atMost("peak memory of gostead doctor", peak, MEMORY_LIMIT, mebibytes)];
}
