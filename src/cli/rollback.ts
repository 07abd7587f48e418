/** `gostead rollback [SNAPSHOT] [--list]`: back to what the default was before. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Generation, readHistory } from "#activate/generation.ts";
import { findTarget, rollBack } from "#activate/generationswitch.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordFailure } from "./record.ts";
import { shown } from "./render.ts";
import { recordSwitch, switchDeps } from "./switching.ts";

export interface RollbackFlags {
  readonly list?: boolean;
}

export async function runRollback(
  this: CliContext,
  flags: RollbackFlags,
  id?: string,
): Promise<number> {
  if (flags.list === true) return list(this);
  const { globals, output } = this;
  const dryRun = globals.dryRun;
  const { from, to, changed } = dryRun ? foretell(this, id) : await performed(this, id);
  const name = goOf(to);
  if (globals.json) {
    const before = from?.snapshot_id ?? null;
    output.json({ from: before, to: to.snapshot_id, word: to.word, changed, dryRun });
  } else if (!changed) output.data(`${to.snapshot_id} is active already: ${name}`);
  else output.data(`your default ${dryRun ? "would be" : "is"} ${name} again (${to.snapshot_id})`);
  if (changed && !dryRun && from !== undefined) {
    output.talk(`gostead rollback ${from.snapshot_id} goes forward to ${goOf(from)}`);
  }
  return 0;
}

function foretell({ host }: CliContext, id: string | undefined) {
  const history = readHistory(host.home);
  const to = findTarget(id, history);
  return { from: history.active, to, changed: history.active?.name !== to.name };
}

async function performed(context: CliContext, id: string | undefined) {
  const engine = await openEngine(context);
  const reason = "gostead rollback";
  try {
    const switched = await rollBack(id, switchDeps(context, engine));
    await recordSwitch(context, switched, reason);
    return switched;
  } catch (error) {
    await recordFailure(context, { kind: "switch", subject: id ?? "rollback" }, error);
    throw error;
  }
}

/** Newest first; `*` marks the active one. */
function list({ host, globals, output }: CliContext): number {
  const { generations, active } = readHistory(host.home);
  if (generations.length === 0 && !globals.json) {
    output.talk("no snapshot yet: gostead default VERSION makes the first");
  }
  for (const one of generations.toReversed()) {
    const isActive = one.name === active?.name;
    const path = one.release_path === null ? null : join(host.home.root, one.release_path);
    const installed = path === null || existsSync(path);
    if (globals.json) output.json({ ...plain(one, path), active: isActive, installed });
    else output.data(`${isActive ? "*" : " "} ${lineOf(one)}${installed ? "" : ", not installed"}`);
  }
  return 0;
}

function plain(one: Generation, path: string | null) {
  const { snapshot_id, switched_at, word, follows, version, h1, actor, reason, previous } = one;
  return {
    ...{ snapshot_id, release_path: path, switched_at, word, follows, version, h1 },
    ...{ actor, reason, previous },
  };
}

function lineOf({ snapshot_id, switched_at, actor, reason, ...one }: Generation): string {
  return `${snapshot_id}  ${goOf(one).padEnd(10)}  ${switched_at}  ${shown(actor)}: ${shown(reason)}`;
}

function goOf({ word }: Pick<Generation, "word">): string {
  return word === "system" ? "the system's go" : `go${shown(word)}`;
}
