/**
 * What `gostead doctor preflight` can be asked besides: for which Go (--for), of which
 * machine (--target FILE, its facts), and whether an older kernel or C library would do
 * (--plan-kernel, --plan-glibc).
 */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { inspect } from "#binary/inspect.ts";
import {
  type NeedyProgram,
  PLAN_FACTS,
  type Plan,
  type Planned,
  planFor,
  type Scanned,
} from "#doctor/plan.ts";
import { dottedIn } from "#facts/dotted.ts";
import { known } from "#facts/fact.ts";
import type { FactName, Facts } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import type { Place } from "#facts/place.ts";
import { systemOfUname } from "#facts/system.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { parseVersion } from "#model/version.ts";
import { HERE } from "./binaryfile.ts";
import type { CliContext, Output } from "./context.ts";
import { readFacts } from "./factsfile.ts";
import { shown } from "./render.ts";

export interface PreflightFlags {
  readonly for?: string;
  readonly target?: string;
  readonly planKernel?: string;
  readonly planGlibc?: string;
  /** As `target`, for every group. */
  readonly facts?: string;
}

/** More programs than these are in nobody's GOBIN. */
const MAX_PROGRAMS = 1000;

/** Throws `usage` where the flags do not fit the groups or each other. */
export function checkPreflight(
  flags: PreflightFlags & { readonly fix?: boolean; readonly format?: string },
  groups: readonly string[],
): void {
  const asked = [flags.for, flags.target, flags.planKernel, flags.planGlibc];
  if (asked.every((one) => one === undefined)) return;
  if (groups.join() !== "preflight") {
    throw new GosteadError(
      "usage",
      "--for, --target and --plan-… are for the group preflight alone",
      {
        fix: "gostead doctor preflight --for 1.27.4",
      },
    );
  }
  if (plannedBy(flags) !== undefined && !["text", "json"].includes(flags.format ?? "text")) {
    throw new GosteadError("usage", `--format ${flags.format} has no place for a plan`, {
      fix: "text or json",
    });
  }
  if (flags.target !== undefined && flags.facts !== undefined) {
    throw new GosteadError("usage", "--target and --facts name the same thing", {
      fix: "give one of them",
    });
  }
  if (flags.target !== undefined && flags.fix === true) {
    throw new GosteadError("usage", "--fix mends this machine, and --target judges another", {
      fix: "leave one of them out",
    });
  }
}

interface From {
  readonly context: CliContext;
  readonly place: Place;
  readonly flags: PreflightFlags;
}

/** The facts to judge: of this machine or of the target, for the Go asked for, by the floors that count here. */
export async function preflightFacts(
  { context, place, flags }: From,
  names: readonly FactName[],
): Promise<Partial<Facts>> {
  const wanted = plannedBy(flags) === undefined ? names : [...new Set([...names, ...PLAN_FACTS])];
  const file = flags.target ?? flags.facts;
  const facts =
    file === undefined
      ? await gather(wanted, place)
      : await factsOfFile({ context, place, flags }, file, wanted);
  if (flags.for === undefined) return facts;
  const version = parseVersion(flags.for);
  if (version === undefined) {
    throw new GosteadError("usage", `--for takes no ${quoted(flags.for)}`, {
      fix: "a version: --for 1.27.4",
    });
  }
  return { ...facts, goversions: known({ versions: [{ version, by: "--for" }] }) };
}

/** Of another machine, by the floors that count here. Where `system` is not known it follows from uname. */
async function factsOfFile(
  { context, place }: From,
  file: string,
  names: readonly FactName[],
): Promise<Partial<Facts>> {
  const wanted = names.includes("system") ? [...names, "uname" as const] : names;
  const facts = await readFacts(context, file, { names: wanted, asked: place.asked });
  const { system, uname } = facts;
  const isOpen = system?.known === false && uname?.known === true;
  return {
    ...facts,
    ...(isOpen ? { system: systemOfUname(uname.value) } : {}),
    ...(names.includes("floors") ? await gather(["floors"], place) : {}),
  };
}

/** Undefined when no plan was asked for. */
export function planOf(
  { host }: CliContext,
  flags: PreflightFlags,
  facts: Partial<Facts>,
): Plan | undefined {
  const planned = plannedBy(flags);
  if (planned === undefined) return undefined;
  const unread = ["the programs of another machine cannot be looked at from here"];
  const scanned =
    (flags.target ?? flags.facts) === undefined
      ? scan(programsIn(facts), host.cwd)
      : { programs: [], unread };
  return planFor(planned, facts, scanned);
}

function plannedBy({ planKernel, planGlibc }: PreflightFlags): Planned | undefined {
  if (planKernel === undefined && planGlibc === undefined) return undefined;
  return {
    ...(planKernel === undefined ? {} : { kernel: dotted("--plan-kernel", planKernel) }),
    ...(planGlibc === undefined ? {} : { glibc: dotted("--plan-glibc", planGlibc) }),
  };
}

function dotted(flag: string, word: string): string {
  const version = dottedIn(word);
  if (version !== undefined) return version;
  throw new GosteadError("usage", `${flag} takes no ${quoted(word)}`, {
    fix: "a version: --plan-kernel 5.10 --plan-glibc 2.31",
  });
}

/** Where `go install` puts programs. */
function programsIn({ paths }: Partial<Facts>): readonly string[] {
  const gobin = paths?.known ? paths.value.roles.find(({ role }) => role === "GOBIN") : undefined;
  if (gobin === undefined || gobin.state !== "directory") return [];
  return namesIn(gobin.path).map((name) => join(gobin.path, name));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).slice(0, MAX_PROGRAMS);
  } catch {
    return [];
  }
}

function scan(files: readonly string[], cwd: string): Scanned {
  const unread: string[] = [];
  const programs = files.flatMap((file) => {
    try {
      return needsOf(resolve(cwd, file));
    } catch (error) {
      unread.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  return { programs, unread };
}

function needsOf(file: string): readonly NeedyProgram[] {
  const binary = HERE.withFile(file, inspect);
  if (binary?.format !== "elf") return [];
  return [{ file, glibc: binary.glibc, kernel: binary.kernel }];
}

export function printPlan({ data }: Output, { verdict, reasons }: Plan): void {
  data(`plan: ${verdict}`);
  for (const one of reasons) {
    data(`  ${one.verdict.padEnd(8)} ${shown(one.subject)}: ${shown(one.text)}`);
  }
}
