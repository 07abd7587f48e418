/** `gostead label add NAME`, `label list`, `label show NAME`, `label remove NAME…` */
import { readFileSync } from "node:fs";
import { publicValue } from "#facts/names.ts";
import { isAbsent } from "#host/env.ts";
import { addLabel, removeLabel, requireAddable, requireRemovable } from "#label/add.ts";
import { type Definition, loweredBy, parseDefinition, plainDefinition } from "#label/definition.ts";
import { findToolchain, requireLabelName } from "#label/find.ts";
import { type Label, listLabels, readLabel } from "#label/label.ts";
import { variablesOf } from "#label/variables.ts";
import { GosteadError } from "#model/error.ts";
import { formatLabelName, type LabelName } from "#toolchain/labelled.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { count, formatBytes, renderError, shown, worseExit } from "./render.ts";

export interface LabelAddFlags {
  readonly policy?: string;
  readonly env?: readonly string[];
  readonly description?: string;
  readonly owner?: string;
  readonly toolchain?: string;
  readonly readOnly?: boolean;
}

export async function runLabelAdd(
  this: CliContext,
  flags: LabelAddFlags,
  word: string,
): Promise<number> {
  const { output, globals } = this;
  const engine = await openEngine(this);
  const name = requireLabelName(word);
  const definition = await definitionOf(flags);
  const text = formatLabelName(name);
  for (const line of loweredBy(definition)) output.warn(`${text} lowers your guard: ${line}`);
  requireAddable(name, engine);
  if (globals.dryRun) {
    if (globals.json) output.json({ name: text, status: "missing", dryRun: true });
    else output.data(`would add ${text}`);
    return 0;
  }
  const added = await addLabel(name, definition, engine);
  if (added.status === "added") {
    await recordEvent(this, { kind: "label", subject: text, result: "ok", detail: { did: "add" } });
  }
  const sets = count(variablesOf(definition).size, "variable");
  if (globals.json) output.json({ ...jsonOf(added), status: added.status });
  else output.data(`${text} ${added.status === "added" ? "added" : "is there"}, it sets ${sets}`);
  return 0;
}

export async function runLabelList(this: CliContext): Promise<number> {
  const { output, globals } = this;
  const labels = listLabels(await openEngine(this));
  const width = Math.max(0, ...labels.map(({ name }) => formatLabelName(name).length));
  if (labels.length === 0) output.talk("there is no label; run: gostead label add 1.22.6@prod");
  for (const label of labels) {
    if (globals.json) output.json(jsonOf(label));
    else output.data(rowOf(label, width));
  }
  return 0;
}

export async function runLabelShow(
  this: CliContext,
  _flags: Record<never, never>,
  word: string,
): Promise<number> {
  const engine = await openEngine(this);
  const { label: name } = findToolchain(formatLabelName(requireLabelName(word)), engine);
  if (name === undefined) {
    throw new GosteadError("usage", "default is the tree without a label: it sets nothing", {
      fix: "gostead label list",
    });
  }
  const label = readLabel(name, engine);
  if (this.globals.json) this.output.json(jsonOf(label));
  else for (const line of linesOf(label)) this.output.data(line);
  return 0;
}

export async function runLabelRemove(
  this: CliContext,
  { force = false }: { readonly force?: boolean },
  ...words: string[]
): Promise<number> {
  let exit = 0;
  for (const word of words) {
    try {
      await removeOne(this, requireLabelName(word), force);
    } catch (error) {
      exit = worseExit(exit, renderError(error, this.output, this.globals.json));
      await recordFailure(this, { kind: "label", subject: word }, error);
    }
  }
  return exit;
}

async function removeOne(context: CliContext, name: LabelName, force: boolean): Promise<void> {
  const { output, globals } = context;
  const engine = await openEngine(context);
  const text = formatLabelName(name);
  requireRemovable(name, force, engine);
  const bytesFreed = globals.dryRun ? 0 : await removeLabel(name, force, engine);
  const detail = { did: "remove", bytesFreed };
  await recordEvent(context, { kind: "label", subject: text, result: "ok", detail });
  if (globals.json) output.json({ name: text, bytesFreed, dryRun: globals.dryRun });
  else if (globals.dryRun) output.data(`would remove ${text}`);
  else output.data(`${text} removed, ${formatBytes(bytesFreed)} given back`);
}

/** The policy file's definition with what the flags say over it. Throws `usage` or `bad-setting`. */
async function definitionOf(flags: LabelAddFlags): Promise<Definition> {
  const base = flags.policy === undefined ? undefined : await policyOf(flags.policy);
  const { env = {}, ...plain } = base === undefined ? {} : plainDefinition(base);
  const { description, owner, toolchain, readOnly } = flags;
  const said = Object.entries({ description, owner, toolchain, readOnly });
  const definition = parseDefinition({
    ...plain,
    ...Object.fromEntries(said.filter(([, value]) => value !== undefined)),
    env: { ...env, ...Object.fromEntries((flags.env ?? []).map(assignmentOf)) },
  });
  if (!("problem" in definition)) return definition;
  throw new GosteadError("usage", definition.problem, { fix: "gostead help label add" });
}

function assignmentOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new GosteadError(
    "usage",
    `--env takes NAME=VALUE, not ${JSON.stringify(text.slice(0, 60))}`,
    {
      fix: "gostead label add 1.22.6@prod --env CGO_ENABLED=0",
    },
  );
}

async function policyOf(file: string): Promise<Definition> {
  const { parsePolicy } = await import("#label/policy.ts");
  try {
    return parsePolicy(readFileSync(file), file);
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
    throw new GosteadError("usage", `there is no policy file ${shown(file)}`, {
      fix: "name a file that is there",
    });
  }
}

/** What `--json` says of a label; logins in URLs stay out. */
export function jsonOf({ name, release, path, definition }: Label) {
  const { env, ...rest } = plainDefinition(definition);
  const shownEnv = Object.entries(env).map(([key, value]) => [key, publicValue(value)]);
  return {
    name: formatLabelName(name),
    version: release.version,
    label: name.label,
    platform: release.platform,
    path,
    ...rest,
    env: Object.fromEntries(shownEnv),
  };
}

function rowOf({ name, definition }: Label, width: number): string {
  const names = [...variablesOf(definition).keys()].join(" ") || "sets nothing";
  const about = definition.description === "" ? "" : `  (${shown(definition.description)})`;
  return `${formatLabelName(name).padEnd(width)}  ${names}${about}`;
}

function linesOf({ name, path, definition }: Label): string[] {
  const { description, owner, readOnly } = definition;
  return [
    formatLabelName(name),
    ...(description === "" ? [] : [`description  ${shown(description)}`]),
    ...(owner === "" ? [] : [`owner        ${shown(owner)}`]),
    ...(readOnly ? ["read-only    yes"] : []),
    `GOROOT       ${shown(path)}`,
    ...[...variablesOf(definition)].map(([key, value]) => `${key}=${shown(publicValue(value))}`),
  ];
}
