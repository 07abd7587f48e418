/**
 * `gostead migrate apply [PATH]`: tries the plan in a copy and puts what is proven
 * there into the repositories, as one transaction that `undo` takes back.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { preview } from "#apply/preview.ts";
import { restoreKept } from "#host/kept.ts";
import type { RunResult } from "#host/run.ts";
import { changesOf } from "#migrate/change.ts";
import { openWorkplace } from "#migrate/copy.ts";
import { modCachePath } from "#migrate/modcache.ts";
import { minorOf, type Plan, plan } from "#migrate/plan.ts";
import type { Scan } from "#migrate/scan.ts";
import { nameOf, type Tried, tryAll } from "#migrate/trial.ts";
import { exitOf, GosteadError } from "#model/error.ts";
import { toolchainEnv } from "#toolchain/environment.ts";
import { treePath } from "#toolchain/installed.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { requireActive } from "./here.ts";
import { choiceOf, type Go, look, repositories } from "./migrate.ts";
import { gopathLines } from "./migratelines.ts";
import { type Outcome, report } from "./migratereport.ts";
import { openEngine } from "./open.ts";
import { recordEvent } from "./record.ts";
import { requirePermitted } from "./settings.ts";
import { openBars } from "./watch.ts";

/** Before 1.16 modules were not yet what Go does by itself. */
const OLDEST = 16;
const STEP_MS = 10 * 60_000;
/** What the journal and the audit log call it, and `migrate undo` looks for. */
export const MIGRATE_APPLY = "migrate apply";

/** Exit 1 when one of them could not be migrated. */
export async function runMigrateApply(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const go = await requireGo(this);
  const found = await look(this, word);
  const made = plan(found, choiceOf(this, found, go));
  const outcomes = await tryInCopy(this, made, go);
  const lines = await gopathLines(this, leftIn(found, outcomes));
  const actions = [...outcomes.flatMap((one) => one.actions), ...lines.actions];
  const changes = actions.length === 0 ? 0 : await applyFixes(this, actions, MIGRATE_APPLY);
  await record(this, outcomes, changes);
  report(this, { go, outcomes, kept: lines.kept, changes });
  const isWell = outcomes.every(({ kind }) => kind === "proven");
  return isWell && (changes !== undefined || this.globals.dryRun) ? 0 : exitOf("finding");
}

async function requireGo(context: CliContext): Promise<Go> {
  const engine = await openEngine(context);
  const release = requireActive(context, engine);
  await requirePermitted(context, release.version);
  if ((minorOf(release.version) ?? 0) >= OLDEST) {
    return { version: release.version, goroot: treePath(engine.home, release) };
  }
  const message = `go${release.version} is too old to make modules`;
  throw new GosteadError("below-minimum", message, {
    fix: `use 1.${OLDEST} or newer: GOSTEAD_VERSION=stable gostead migrate apply`,
  });
}

async function tryInCopy(context: CliContext, made: Plan, go: Go): Promise<readonly Outcome[]> {
  const total = made.groups.flat().length;
  if (total === 0) return [];
  const workplace = await openWorkplace(context.host.home.staging);
  const bars = openBars(context);
  const bar = bars.bar("migrate");
  const begun = new Set<unknown>();
  try {
    const tried = await tryAll(made, {
      workplace,
      go: goIn(context, go, workplace.root),
      onStep: (planned, step) => {
        begun.add(planned);
        bar.phase(`${begun.size} of ${total}, ${nameOf(planned)}: ${step}`);
      },
    });
    const outcomes: Outcome[] = [];
    for (const one of tried) outcomes.push(await outcomeOf(one, workplace.at));
    return withoutOrphans(outcomes);
  } finally {
    bars.close();
    await workplace.close();
  }
}

/**
 * The chosen Go and no other; nothing of the user's that changes how modules work, and
 * no trace outside of the copy, except in a module cache that is there already.
 */
function goIn(context: CliContext, { version, goroot }: Go, root: string) {
  const { host, globals } = context;
  const cache = modCachePath(host.env);
  const ours = cache === undefined || !existsSync(cache);
  const env = {
    ...toolchainEnv(restoreKept(host.env), goroot),
    ...{ GO111MODULE: "on", GOTOOLCHAIN: "local", GOWORK: "off" },
    ...{ GOPATH: join(root, ".gopath"), GOMODCACHE: ours ? join(root, ".modcache") : cache },
    // An empty value would be that of the go/env file.
    GOFLAGS: `${(minorOf(version) ?? 0) >= 18 ? "-buildvcs=false" : "-tags="}${ours ? " -modcacherw" : ""}`,
    ...(globals.offline ? { GOPROXY: "off" } : {}),
  };
  const program = join(goroot, "bin", "go");
  return (args: readonly string[], cwd: string): Promise<RunResult> =>
    host.run([program, ...args], { cwd, env: { ...env, PWD: cwd }, timeoutMs: STEP_MS });
}

/** What it comes to in the repository: one that may not be written must not stop the others. */
async function outcomeOf(tried: Tried, at: (directory: string) => string): Promise<Outcome> {
  if (tried.kind !== "proven") return { ...tried, actions: [] };
  const { directory, vendoring } = tried.planned.repository;
  try {
    const actions = await changesOf(at(directory), directory, vendoring.includes("vendor/"));
    await preview(actions);
    return { ...tried, actions };
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const { planned } = tried;
    return { planned, kind: "failed", step: "write", tail: [error.message], actions: [] };
  }
}

/** A go.mod that leads to one that could not be written would not build: its owner waits too. */
function withoutOrphans(outcomes: readonly Outcome[]): readonly Outcome[] {
  const bad = new Map(
    outcomes
      .filter(({ kind }) => kind !== "proven")
      .map(({ planned }) => [planned.repository, planned] as const),
  );
  return outcomes.map((one) => {
    const missing = one.planned.needs
      .map((need) => bad.get(need))
      .find((need) => need !== undefined);
    if (one.kind !== "proven" || missing === undefined) return one;
    return { planned: one.planned, kind: "waits", on: nameOf(missing), actions: [] };
  });
}

/** Repositories that stay as they are, by their `src`. */
function leftIn({ repositories: all, others }: Scan, outcomes: readonly Outcome[]) {
  const done = new Set(
    outcomes.filter(({ kind }) => kind === "proven").map(({ planned }) => planned.repository),
  );
  return [...all, ...others].filter((one) => !done.has(one)).map(({ directory }) => directory);
}

async function record(
  context: CliContext,
  outcomes: readonly Outcome[],
  changes: number | undefined,
): Promise<void> {
  if (changes === undefined || changes === 0) return;
  const done = outcomes.filter(({ actions }) => actions.length > 0);
  const detail: Record<string, string | number> = { changes };
  for (const [at, { planned }] of done.slice(0, 20).entries())
    detail[`module${at + 1}`] = nameOf(planned);
  const subject = repositories(done.length);
  await recordEvent(context, { kind: "migrate", subject, result: "ok", detail });
}
