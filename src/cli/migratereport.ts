/** What became of each repository, as a table for people or one object. */
import type { Tried } from "#migrate/trial.ts";
import { nameOf } from "#migrate/trial.ts";
import type { Action } from "#model/action.ts";
import type { CliContext } from "./context.ts";
import { type Go, repositories, table, tilde } from "./migrate.ts";
import { findingLines, plainFinding } from "./migrateplan.ts";
import { count, shown } from "./render.ts";

export type Outcome = Tried & { readonly actions: readonly Action[] };

export interface Applied {
  readonly go: Go;
  readonly outcomes: readonly Outcome[];
  readonly kept: readonly { readonly file: string; readonly line: number; readonly why: string }[];
  /** Undefined when nothing was done: only shown, or not agreed to. */
  readonly changes: number | undefined;
}

export function report(context: CliContext, applied: Applied): void {
  const { globals, output } = context;
  const { go, outcomes, kept, changes } = applied;
  if (globals.json) {
    output.json({
      go: go.version,
      repositories: outcomes.map((one) => plain(one, changes)),
      kept,
      changes: changes ?? 0,
      dryRun: globals.dryRun,
    });
    return;
  }
  for (const line of table(outcomes.map((one) => rowOf(one, changes)))) output.data(line);
  for (const one of outcomes) for (const line of whyLines(one)) output.warn(line);
  for (const { file, line, why } of kept) {
    const place = `${shown(tilde(file, context.host.env.HOME))}:${line}`;
    output.talk(`${place} sets GOPATH and stays: ${shown(why)}`);
  }
  const proven = outcomes.filter(({ kind }) => kind === "proven").length;
  if (outcomes.length === 0) output.talk("nothing to migrate");
  else output.talk(`${proven} of ${repositories(outcomes.length)} proven with go${go.version}`);
  if (changes)
    output.talk(`${count(changes, "change")} made; gostead migrate undo takes back what was made`);
}

function wordOf({ kind }: Outcome, changes: number | undefined): string {
  if (kind !== "proven") return kind;
  return changes === undefined ? "proven" : "migrated";
}

function rowOf(one: Outcome, changes: number | undefined): readonly string[] {
  const detail = one.kind === "failed" ? one.step : one.kind === "waits" ? `for ${one.on}` : "";
  return [nameOf(one.planned), wordOf(one, changes), detail];
}

/** Why it could not be: findings that block, or the end of what a step said. */
function whyLines(one: Outcome): readonly string[] {
  const name = shown(nameOf(one.planned));
  if (one.kind === "failed") {
    return [
      `${name}: ${shown(one.step)} failed:`,
      ...one.tail.map((line) => `  ${shown(line.replaceAll("\t", "  "))}`),
    ];
  }
  if (one.kind !== "blocked") return [];
  const findings = one.planned.findings.filter(({ blocks }) => blocks);
  return [`${name} is blocked:`, ...findings.flatMap(findingLines)];
}

function plain(one: Outcome, changes: number | undefined) {
  const { repository, module, findings } = one.planned;
  return {
    directory: repository.directory,
    module: module ?? null,
    result: wordOf(one, changes),
    files: one.actions.flatMap((action) => ("path" in action ? [action.path] : [])),
    findings: findings.map(plainFinding),
    ...(one.kind === "waits" ? { on: one.on } : {}),
    ...(one.kind === "failed" ? { step: one.step, tail: one.tail } : {}),
  };
}
