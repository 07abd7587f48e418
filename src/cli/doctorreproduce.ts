/**
 * `gostead doctor limits --reproduce`: what few open files, another zone or locale, and a cache with foreign letters
 * really do to a build with the Go that runs here. Nothing is believed: it is built, and the programs are compared.
 */
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import type { DoctorFlags } from "./doctorflags.ts";
import { formatSeconds, shown } from "./render.ts";
import { type Built, buildCase, openWorkshop } from "./reproduce/build.ts";
import { type Case, reproduceCases } from "./reproduce/cases.ts";
import { openBars } from "./watch.ts";

const BUILD_MS = 300_000;

interface Tried extends Built {
  readonly case: Case;
  /** As the first case's; null for that one itself, and where one of both was not built. */
  readonly same: boolean | null;
  readonly samePackages: boolean | null;
}

/** `groups`: as they were named. Throws `usage` for words that do not fit, `no-go` where none runs. */
export async function doctorReproduce(
  context: CliContext,
  flags: DoctorFlags,
  groups: readonly string[],
): Promise<number> {
  refuse(flags, groups);
  const { host, globals, output } = context;
  const { activego, limits, locale } = await gather(
    ["activego", "limits", "locale"],
    thisPlace(host),
  );
  const go = activego.known ? activego.value : null;
  if (go === null) {
    throw new GosteadError("no-go", "there is no go here to build with", {
      fix: "gostead install stable, then gostead default stable",
    });
  }
  const program = go.goroot === null ? go.path : `${go.goroot}/bin/go`;
  const hard = limits.known ? limits.value.nofile.hard : null;
  const tz = locale.known && locale.value.tz !== null ? { TZ: locale.value.tz } : {};
  const own = { ...tz, ...(locale.known ? locale.value.set : {}) };
  const version = go.version === null ? "go" : `go${go.version}`;
  if (!globals.json) {
    output.data(`${version} (${shown(program)}), ${hard ?? "unlimited"} open files at most`);
    output.data(row(["surroundings", "result", "time", "program", "packages"]));
  }
  const tried = await tryAll(context, { program, hard }, reproduceCases(own));
  if (globals.json) output.json(jsonOf({ version: go.version, go: program, hard }, tried));
  return exitOf(tried);
}

function refuse({ reproduce: _, ...flags }: DoctorFlags, groups: readonly string[]): void {
  const other = Object.entries(flags).find(([, value]) => value !== undefined && value !== false);
  if (groups.join() === "limits" && other === undefined) return;
  throw new GosteadError("usage", "--reproduce is for the group limits, and stands alone", {
    fix: "gostead doctor limits --reproduce",
  });
}

interface Where {
  readonly program: string;
  readonly hard: number | null;
}

async function tryAll(context: CliContext, where: Where, cases: readonly Case[]) {
  const { host, globals, output } = context;
  const bars = openBars(context);
  const bar = bars.bar("reproduce");
  const workshop = openWorkshop(host);
  const tried: Tried[] = [];
  try {
    const builder = { host, go: where.program, top: workshop.top, timeoutMs: BUILD_MS };
    for (const [at, one] of cases.entries()) {
      bar.phase(`${at + 1} of ${cases.length}: ${one.name}`);
      const built = isPossible(one, where.hard) ? await buildCase(builder, one) : notTried(where);
      const next = compared(one, built, tried[0]);
      tried.push(next);
      if (!globals.json) for (const line of linesOf(next)) output.data(line);
    }
    return tried;
  } finally {
    bars.close();
    workshop.close();
  }
}

function isPossible({ nofile }: Case, hard: number | null): boolean {
  return nofile === undefined || hard === null || nofile <= hard;
}

function notTried({ hard }: Where): Built {
  const says = `the hard limit is ${hard}`;
  const nothing = { sha256: null, packages: null, compiled: null };
  return { outcome: "not-tried", ms: 0, ...nothing, says };
}

function compared(one: Case, built: Built, first: Tried | undefined): Tried {
  const same = (name: "sha256" | "packages") => {
    const before = first?.[name] ?? null;
    return before === null || built[name] === null ? null : before === built[name];
  };
  return { case: one, ...built, same: same("sha256"), samePackages: same("packages") };
}

const WIDTHS = [48, 10, 8, 9];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
    .join(" ")
    .trimEnd();
}

function linesOf(one: Tried): readonly string[] {
  const { outcome, ms, says, compiled } = one;
  const word = (same: boolean | null) => (same === null ? "-" : same ? "same" : "differs");
  const time = outcome === "not-tried" ? "-" : formatSeconds(ms);
  const line = row([one.case.name, outcome, time, word(one.same), word(one.samePackages)]);
  const reused = compiled === null ? [] : [`  compiled anew: ${compiled} packages`];
  return [line, ...(says === null ? [] : [`  ${shown(says)}`]), ...reused];
}

function jsonOf(
  head: { readonly version: string | null; readonly go: string; readonly hard: number | null },
  tried: readonly Tried[],
): Record<string, unknown> {
  const cases = tried.map(({ case: { name, env, nofile }, packages: _, ...rest }) => {
    return { name, env, nofile: nofile ?? null, ...rest };
  });
  return { ...head, cases };
}

/** 3: nothing to compare with. 1: what should build did not, or made another program. */
function exitOf(tried: readonly Tried[]): number {
  if (tried[0]?.outcome !== "built") return 3;
  const isOdd = (one: Tried) =>
    one.same === false ||
    one.samePackages === false ||
    (one.case.builds && (one.outcome === "failed" || one.outcome === "too-slow"));
  return tried.some(isOdd) ? 1 : 0;
}
