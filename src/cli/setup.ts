/**
 * `gostead setup [TARGET…]`: puts gostead on PATH where programs look for it, as
 * one marked block a file; takes it out again; or starts every kind of shell and
 * says which go each sees (setupverify.ts).
 */
import { appendFile, readFile, stat } from "node:fs/promises";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { isAbsent } from "#host/env.ts";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { handMade } from "#setup/handmade.ts";
import type { Ask, FileBlock } from "#setup/target.ts";
import { type Chosen, chooseTargets } from "#setup/targets.ts";
import { attempted } from "./attempt.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { recordEvent } from "./record.ts";
import { count, shown } from "./render.ts";
import type { AloneFlags } from "./setupalone.ts";
import { checkShared } from "./setupshared.ts";

export interface SetupFlags extends AloneFlags {
  readonly hook?: boolean;
  readonly verify?: boolean;
}

export async function runSetup(
  this: CliContext,
  flags: SetupFlags,
  ...words: string[]
): Promise<number> {
  const [first = "", ...rest] = words;
  if (first === "team" || first === "ci") return await alone(this, first, { flags, rest });
  refuseFlags(flags, ["template", "sha256", "action"], "start files");
  if (flags.verify === true) {
    return await (await import("./setupverify.ts")).verifySetup(this, words);
  }
  return await attempted(this, "setup", async () => await start(this, flags, words));
}

/** Start files, sessions and services. */
async function start(
  context: CliContext,
  flags: SetupFlags,
  words: readonly string[],
): Promise<number> {
  const ask = await askOf(context, flags);
  const chosen = chooseTargets(words, (context.host.env.SHELL ?? "").replace(/^.*\//, ""));
  if (flags.remove === true) return await takeOut(context, chosen, ask);
  await checkShims(context);
  return await putIn(context, chosen, ask);
}

interface Alone {
  readonly flags: SetupFlags;
  readonly rest: readonly string[];
}

/** They write into the project that is worked in. */
async function alone(
  context: CliContext,
  target: "team" | "ci",
  { flags, rest }: Alone,
): Promise<number> {
  refuseFlags(flags, ["hook", "verify"], `setup ${target}`);
  return target === "team"
    ? await (await import("./setupteam.ts")).setupTeam(context, flags, rest)
    : await (await import("./setupci.ts")).setupCi(context, flags, rest);
}

function refuseFlags(flags: SetupFlags, names: readonly (keyof SetupFlags)[], what: string): void {
  const name = names.find((one) => flags[one] !== undefined && flags[one] !== false);
  if (name === undefined) return;
  throw new GosteadError("usage", `--${name} means nothing for ${what}`, {
    fix: "gostead setup --help says what belongs together",
  });
}

async function askOf({ host }: CliContext, { hook = false }: SetupFlags): Promise<Ask> {
  const { rc, goenvfile } = await gather(["rc", "goenvfile"], thisPlace(host));
  if (!rc.known) throw new GosteadError("io", `start files cannot be read: ${rc.reason}`);
  return {
    root: host.home.root,
    env: host.env,
    rc: rc.value,
    goenvfile: goenvfile.known ? goenvfile.value : undefined,
    hook,
    words: [],
    isRoot: process.getuid?.() === 0,
  };
}

/** A PATH with nothing in it would only look like a set-up. */
async function checkShims({ host }: CliContext): Promise<void> {
  try {
    await stat(`${host.home.shims}/go`);
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
    throw new GosteadError("usage", `there is no ${shown(host.home.shims)}/go to put on PATH`, {
      fix: "gostead activate --write-shims, or run install.sh",
      cause,
    });
  }
}

async function putIn(context: CliContext, chosen: readonly Chosen[], asked: Ask): Promise<number> {
  const blocks: FileBlock[] = [];
  const notes: string[] = [];
  for (const { target, words } of chosen) {
    const ask = { ...asked, words };
    const own = target.blocks(ask);
    if (target.shared && ask.isRoot) await checkShared(ask.root, target.name);
    blocks.push(...own.filter(({ path }) => !blocks.some((one) => one.path === path)));
    notes.push(...(target.notes?.(ask) ?? []), ...handMade(own, ask));
  }
  const actions = blocks.map(({ path, lines }) => blockAction(path, lines));
  const changes = await applyFixes(context, actions, `setup ${namesOf(chosen)}`);
  const paths = blocks.map(({ path }) => path);
  if (changes !== undefined) await remember(context, paths);
  await tell(context, { chosen, changes, paths, notes });
  return 0;
}

async function takeOut(
  context: CliContext,
  chosen: readonly Chosen[],
  asked: Ask,
): Promise<number> {
  const places = chosen.flatMap(({ target, words }) => target.places({ ...asked, words }));
  const paths = [...new Set(places)];
  const actions = paths.map((path) => blockAction(path, []));
  const changes = await applyFixes(context, actions, `setup ${namesOf(chosen)} --remove`);
  await tell(context, { chosen, changes, paths, notes: [], removed: true });
  return 0;
}

/** The block without a name: install.sh's own. */
function blockAction(path: string, lines: readonly string[]): Action {
  return { kind: "block", path, name: "", lines };
}

function namesOf(chosen: readonly Chosen[]): string {
  return chosen.map(({ target, words }) => [target.name, ...words].join(" ")).join(" ");
}

/** install.sh --uninstall takes the blocks out of the files in this list. */
async function remember({ host }: CliContext, paths: readonly string[]): Promise<void> {
  const list = `${host.home.root}/start-files`;
  const text = await readFile(list, "utf8").catch(() => "");
  const lines = paths.map((path) => `file ${path}`).filter((line) => !text.includes(`${line}\n`));
  if (lines.length > 0) await appendFile(list, lines.map((line) => `${line}\n`).join(""));
}

interface Told {
  readonly chosen: readonly Chosen[];
  /** Undefined when nothing was to be done, or a person said no. */
  readonly changes: number | undefined;
  readonly paths: readonly string[];
  readonly notes: readonly string[];
  readonly removed?: boolean;
}

async function tell(context: CliContext, told: Told): Promise<void> {
  const { globals, output } = context;
  const { chosen, changes, paths, notes, removed = false } = told;
  if (globals.json) {
    const targets = chosen.map(({ target }) => target.name);
    output.json({ targets, removed, files: paths, changes: changes ?? null, notes });
  } else {
    if (changes !== undefined) output.talk(summary(changes, paths, removed));
    for (const note of notes) output.talk(`note: ${shown(note)}`);
  }
  if (changes === undefined || changes === 0) return;
  const detail = { changes, removed };
  await recordEvent(context, { kind: "setup", subject: namesOf(chosen), result: "ok", detail });
}

function summary(changes: number, paths: readonly string[], removed: boolean): string {
  const names = paths.map((path) => shown(path)).join(", ");
  if (removed) {
    return changes === 0 ? `no block of gostead's in ${names}` : `${count(changes, "change")} made`;
  }
  return changes === 0
    ? `nothing to do: gostead's block is in ${names}`
    : `${count(changes, "change")} made; open a new shell, then gostead setup --verify; gostead undo takes it back`;
}
