/** `gostead doctor path env` on a sound home: every rule of both groups, a real compiler read. */
import { dirname, join } from "node:path";
import { ensure, findGostead, type Lab, prepareShims } from "../lab.ts";
import type { Command } from "../runner.ts";
import { atMost, milliseconds, type Section, walls } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median } from "../stats.ts";
import { inTurn, SHORT_HEAD, shortCells } from "./short.ts";

const NAME = "gostead doctor path env";
const LIMIT = 0.3;

export async function doctorRow(lab: Lab): Promise<Section> {
  const title = "Doctor, groups path and env";
  const own = findGostead(lab);
  if (own?.shim === undefined) return { title, tables: [], verdicts: [], notes: ["not built"] };
  await ensure(lab, own, [FIRST, NEXT_PATCH]);
  await prepareShims(lab, own);
  const { env } = own.shim;
  // Behind the shims, so that mixed-tree has a tree to read.
  const PATH = `${env.PATH}:${join(own.tree(FIRST), "bin")}`;
  const command: Command = {
    argv: [...own.command, "doctor", "path", "env"],
    env: { ...env, PATH, SHELL: "/bin/bash" },
    cwd: dirname(own.tree(FIRST)),
  };
  const samples = await inTurn(lab, new Map([[NAME, command]]));
  const all = samples.get(NAME);
  return {
    title,
    tables: [{ head: SHORT_HEAD, rows: all === undefined ? [] : [shortCells(NAME, all)] }],
    verdicts: [atMost(NAME, all && median(walls(all)), LIMIT, milliseconds)],
    notes: [lab.runner.output().trim().split("\n").at(-1) ?? ""],
  };
}
