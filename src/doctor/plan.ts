/**
 * What an older kernel or C library would break here. Blocked: something that is here
 * would not start. Risky: something is lost or could not be looked at. Safe: neither; the
 * reasons then say what Go does instead. Pure.
 */
import { compareDotted } from "#facts/dotted.ts";
import type { Facts, FactValue } from "#facts/facts.ts";
import type { Syscall } from "#facts/floors.ts";
import { floorFor, follows, isSince, nextFloor } from "./floor.ts";

const VERDICTS = ["safe", "risky", "blocked"] as const;
export type PlanVerdict = (typeof VERDICTS)[number];

export interface Reason {
  readonly verdict: PlanVerdict;
  readonly subject: string;
  readonly text: string;
}

export interface Plan {
  readonly verdict: PlanVerdict;
  readonly reasons: readonly Reason[];
}

/** What was asked for: numbers with dots. */
export interface Planned {
  readonly kernel?: string;
  readonly glibc?: string;
}

/** A program that is here, and what it needs. */
export interface NeedyProgram {
  readonly file: string;
  /** The highest GLIBC_ version among its symbols; null where it needs none. */
  readonly glibc: string | null;
  /** From its ELF note. */
  readonly kernel: string | null;
}

export interface Scanned {
  readonly programs: readonly NeedyProgram[];
  /** Why some programs could not be looked at. */
  readonly unread: readonly string[];
}

/** Facts that the plan asks of. */
export const PLAN_FACTS = [
  "system",
  "goversions",
  "floors",
  "libcfile",
  "syscalls",
  "paths",
] as const;

export function planFor(planned: Planned, facts: Partial<Facts>, scanned: Scanned): Plan {
  const missing = PLAN_FACTS.flatMap((name) => unknownOf(name, facts));
  const { system, goversions, floors } = facts;
  const reasons = [...missing, ...scanned.unread.map((text) => risky("programs", text))];
  if (system?.known && goversions?.known && floors?.known) {
    const world = { system: system.value, versions: goversions.value.versions, ...floors.value };
    if (planned.kernel !== undefined) {
      reasons.push(...ofKernel(planned.kernel, world), ...ofSyscalls(planned.kernel, world, facts));
      if (planned.glibc === undefined) reasons.push(...ofLibcFile(planned.kernel, facts));
    }
    if (planned.glibc !== undefined) reasons.push(...ofGlibc(planned.glibc, world, scanned));
  }
  if (planned.kernel !== undefined) reasons.push(...ofNotes(planned.kernel, scanned));
  const worst = Math.max(0, ...reasons.map(({ verdict }) => VERDICTS.indexOf(verdict)));
  return { verdict: VERDICTS[worst] ?? "risky", reasons };
}

/** What stays unknown is no reason to call a plan safe. */
function unknownOf(name: (typeof PLAN_FACTS)[number], facts: Partial<Facts>): readonly Reason[] {
  const fact = facts[name];
  if (fact?.known) return [];
  return [risky(name, `unknown: ${fact?.reason ?? "it was not gathered"}`)];
}

interface World {
  readonly system: FactValue<"system">;
  readonly versions: FactValue<"goversions">["versions"];
  readonly floors: FactValue<"floors">["floors"];
  readonly syscalls: FactValue<"floors">["syscalls"];
}

function ofKernel(kernel: string, { system, versions, floors }: World): readonly Reason[] {
  if (system.os !== "linux") return [risky("kernel", `this is ${system.name}, not Linux`)];
  const older = compareDotted(kernel, system.version) < 0;
  const direction = older ? "older than" : "not older than";
  const own = safe("kernel", `${kernel} is ${direction} ${system.name}`);
  const gos = versions.map(({ version }) => {
    const needs = floorFor(version, system, floors) ?? "0";
    const next = nextFloor(version, system, floors);
    const subject = `go${version}`;
    if (compareDotted(kernel, needs) < 0) return blocked(subject, `it needs Linux ${needs}`);
    const isLast = next !== undefined && follows(next.go, version);
    return isLast && compareDotted(kernel, next.needs) < 0
      ? risky(subject, `it is the last Go for Linux ${kernel}: Go ${next.go} needs ${next.needs}`)
      : safe(subject, `it needs Linux ${needs}`);
  });
  return [own, ...gos];
}

/** Only what works today can be lost. */
function ofSyscalls(kernel: string, world: World, { syscalls }: Partial<Facts>): readonly Reason[] {
  const here = syscalls?.known ? syscalls.value.calls : [];
  const isHere = (name: string) =>
    here.find((one) => one.name === name)?.state !== "missing" &&
    here.find((one) => one.name === name)?.state !== "blocked";
  return world.syscalls
    .filter(({ name, since }) => compareDotted(kernel, since) < 0 && isHere(name))
    .map((call) => lost(call, world.versions));
}

function lost({ name, since, go, without, breaks }: Syscall, versions: World["versions"]): Reason {
  const came = `it came with Linux ${since}`;
  const uses = go !== null && versions.some(({ version }) => isSince(version, go));
  if (!uses) return safe(name, `${came}; no Go here makes this call`);
  if (without !== null) return safe(name, `${came}; without it ${without}`);
  return risky(name, `${came}; without it ${breaks ?? "what needs it fails"}`);
}

function ofLibcFile(kernel: string, { libcfile }: Partial<Facts>): readonly Reason[] {
  const floor = libcfile?.known ? libcfile.value.kernelFloor : null;
  const path = libcfile?.known ? libcfile.value.path : null;
  if (floor === null || path === null) return [];
  return compareDotted(kernel, floor) < 0
    ? [blocked(path, `it was built for Linux ${floor}: FATAL: kernel too old`)]
    : [safe(path, `it was built for Linux ${floor}`)];
}

function ofNotes(kernel: string, { programs }: Scanned): readonly Reason[] {
  return programs.flatMap(({ file, kernel: needs }) =>
    needs !== null && compareDotted(kernel, needs) < 0
      ? [blocked(file, `its note asks for Linux ${needs}`)]
      : [],
  );
}

function ofGlibc(glibc: string, { system }: World, { programs }: Scanned): readonly Reason[] {
  const needy = programs.filter((one) => one.glibc !== null);
  const free = safe(
    "programs",
    programs.length === 0
      ? "no program was found where go install puts them"
      : `${programs.length - needy.length} of ${programs.length} looked at need no glibc`,
  );
  const asked = needy.map(({ file, glibc: needs }) =>
    compareDotted(glibc, needs ?? "0") < 0
      ? blocked(file, `version GLIBC_${needs} not found: it needs glibc ${needs}`)
      : safe(file, `it needs glibc ${needs}`),
  );
  const own = `${glibc} in the place of ${system.libc ?? "no libc"} ${system.libcVersion ?? ""}`;
  return [safe("glibc", own.trim()), free, ...asked];
}

const reason = (verdict: PlanVerdict) => (subject: string, text: string) => ({
  verdict,
  subject,
  text,
});
const safe = reason("safe");
const risky = reason("risky");
const blocked = reason("blocked");
