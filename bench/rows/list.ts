/** Commands that only answer, against a Node script that does nothing. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensure, findGostead, type Lab, prepareShims } from "../lab.ts";
import type { Gostead } from "../peers/gostead.ts";
import { ownEnv } from "../peers/peer.ts";
import { project } from "../projects.ts";
import type { Command } from "../runner.ts";
import { atMost, milliseconds, type Section, times, walls } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median, pairedRatio } from "../stats.ts";
import { inTurn, type Samples, SHORT_HEAD, shortCells } from "./short.ts";

const EMPTY = "an empty Node script";
const BY_NODE = [["list"], ["--help"]];
const BY_SHELL = [["--version"], ["current"], ["which", "go"]];
const NODE_LIMIT = 1.5;
const SHELL_LIMIT = 2e-3;

export async function listRow(lab: Lab): Promise<Section> {
  const commands = new Map([[EMPTY, emptyScript(lab)]]);
  const notes: string[] = [];
  for (const peer of lab.peers.filter(({ list }) => list))
    await ensure(lab, peer, [FIRST, NEXT_PATCH]);
  const own = findGostead(lab);
  if (own) await addOwn(lab, own, { commands, notes });
  const cwd = project(lab.site.work, "go-version", 1);
  for (const { name, list, env } of lab.peers)
    if (list && name !== own?.name) commands.set(`${name} list`, { argv: list, env, cwd });
  const samples = await inTurn(lab, commands);
  return {
    title: "Commands that only answer",
    tables: [{ head: SHORT_HEAD, rows: [...samples].map(([name, all]) => shortCells(name, all)) }],
    verdicts: verdicts(samples),
    notes,
  };
}

function emptyScript(lab: Lab): Command {
  const script = join(lab.site.work, "empty.js");
  writeFileSync(script, "");
  const argv = [process.execPath, script];
  return { argv, env: ownEnv(lab.site, "node"), cwd: lab.site.work };
}

interface Collected {
  readonly commands: Map<string, Command>;
  readonly notes: string[];
}

/** Through the launcher when there is one; a command that fails is named, not measured. */
async function addOwn(lab: Lab, own: Gostead, { commands, notes }: Collected): Promise<void> {
  await prepareShims(lab, own);
  const launched = existsSync(own.launcher);
  if (!launched) notes.push("gostead: no launcher, so its commands start Node each time.");
  const program = launched ? [own.launcher] : own.command;
  for (const words of [...BY_NODE, ...BY_SHELL]) {
    const cwd = project(lab.site.work, "go-version", 1);
    const command = { argv: [...program, ...words], env: own.env, cwd };
    const { status } = await lab.runner.run(command);
    if (status === 0) commands.set(title(words), command);
    else notes.push(`${title(words)}: exit ${status}.`);
  }
}

function title(words: readonly string[]): string {
  return `gostead ${words.join(" ")}`;
}

function verdicts(samples: Samples) {
  const empty = walls(samples.get(EMPTY) ?? []);
  const of = (words: readonly string[]) => samples.get(title(words));
  return [
    ...BY_NODE.map((words) => {
      const own = of(words);
      const ratio = own && pairedRatio(walls(own), empty);
      return atMost(`${title(words)}, ÷ an empty Node script`, ratio, NODE_LIMIT, times);
    }),
    ...BY_SHELL.map((words) => {
      const own = of(words);
      return atMost(title(words), own && median(walls(own)), SHELL_LIMIT, milliseconds);
    }),
  ];
}
