/** `gostead migrate plan [PATH]`: what `apply` would do, in its order, and what stands in the way. */
import type { MigrateFinding } from "#migrate/finding.ts";
import { type Plan, type Planned, plan } from "#migrate/plan.ts";
import { nameOf } from "#migrate/trial.ts";
import type { CliContext } from "./context.ts";
import { choiceOf, goHere, look, repositories } from "./migrate.ts";
import { shown } from "./render.ts";

/** Exit 1 when something stands in the way of one of them. */
export async function runMigratePlan(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const found = await look(this, word);
  const go = await goHere(this);
  const made = plan(found, choiceOf(this, found, go));
  const all = made.groups.flat();
  if (this.globals.json) {
    this.output.json({ go: go?.version ?? null, repositories: groupsOf(made) });
  } else print(this, made);
  const blocked = all.filter(isBlocked).length;
  if (go === undefined && all.length > 0) {
    this.output.talk(
      "nothing here asks for a Go that gostead keeps: gostead default 1.27 chooses one",
    );
  }
  if (!this.globals.json) {
    this.output.talk(`${repositories(all.length)} to migrate, ${blocked} blocked`);
  }
  return blocked > 0 ? 1 : 0;
}

function isBlocked({ findings }: Planned): boolean {
  return findings.some(({ blocks }) => blocks);
}

function groupsOf({ groups }: Plan) {
  return groups.flatMap((group, at) =>
    group.map((one) => ({ ...plainPlanned(one), group: at + 1 })),
  );
}

function plainPlanned(planned: Planned) {
  const { repository, module, needs, steps, findings } = planned;
  return {
    directory: repository.directory,
    module: module ?? null,
    needs: needs.map((one) => one.module ?? one.importPath ?? one.directory),
    blocked: isBlocked(planned),
    steps: steps.map(({ args }) => ["go", ...args]),
    findings: findings.map(plainFinding),
  };
}

/** A finding as JSON shows it. */
export function plainFinding({ code, blocks, what, place, fix }: MigrateFinding) {
  return { code, blocks, what, fix, ...(place ?? {}) };
}

function print({ output }: CliContext, { groups }: Plan): void {
  for (const one of groups.flat()) {
    output.data(`${shown(nameOf(one))}  ${shown(one.repository.directory)}`);
    for (const finding of one.findings) for (const line of findingLines(finding)) output.data(line);
    if (isBlocked(one)) continue;
    for (const { args, proves } of one.steps) {
      output.data(`  ${shown(`go ${args.join(" ")}`)}${proves ? "  (proof)" : ""}`);
    }
  }
}

/** Two lines for people: what and where, then what mends it. */
export function findingLines({
  code,
  blocks,
  what,
  place,
  fix,
}: MigrateFinding): readonly string[] {
  const at = place === undefined ? "" : ` (${shown(place.file)}:${place.line})`;
  return [
    `  ${blocks ? "BLOCKED" : "note"} ${code}: ${shown(what)}${at}`,
    `    fix: ${shown(fix)}`,
  ];
}
