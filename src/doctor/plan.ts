/**
 * What an older kernel or C library would break here. Blocked: something that is here
 * would not start. Risky: something is lost or could not be looked at. Safe: neither; the
 * reasons then say what Go does instead. Pure.
 */
import { compareDotted } from "#facts/dotted.ts";
import type { FactName, Facts, FactValue } from "#facts/facts.ts";
import { planGlibc } from "./planglibc.ts";
import { planKernel } from "./plankernel.ts";
import { blocked, PLAN_VERDICTS, type PlanVerdict, type Reason, risky } from "./planreason.ts";

export interface Plan {
  readonly verdict: PlanVerdict;
  readonly reasons: readonly Reason[];
}

/** What was asked for: numbers with dots. */
export interface Planned {
  readonly kernel?: string;
  readonly glibc?: string;
}

const ALWAYS = ["system", "floors", "programs"] as const;
const OF_KERNEL = [...ALWAYS, "goversions", "libcfile", "syscalls", "surroundings"] as const;
export type KernelFact = (typeof OF_KERNEL)[number];

/** Facts that a plan asks of. */
export function planFacts({ kernel }: Planned): readonly FactName[] {
  return kernel === undefined ? ALWAYS : OF_KERNEL;
}

export function planFor(planned: Planned, facts: Partial<Facts>): Plan {
  const { kernel, glibc } = planned;
  const reasons: Reason[] = [...unknowns(planned, facts)];
  if (kernel !== undefined) reasons.push(...planKernel(kernel, facts, glibc !== undefined));
  if (glibc !== undefined) reasons.push(...planGlibc(glibc, facts));
  if (kernel !== undefined && glibc !== undefined) reasons.push(...together(kernel, glibc, facts));
  const worst = Math.max(0, ...reasons.map(({ verdict }) => PLAN_VERDICTS.indexOf(verdict)));
  return { verdict: PLAN_VERDICTS[worst] ?? "risky", reasons };
}

/** What stays unknown is no reason to call a plan safe. */
function unknowns(planned: Planned, facts: Partial<Facts>): readonly Reason[] {
  const lacking = planFacts(planned).flatMap((name) => {
    const fact = facts[name];
    if (fact?.known) return [];
    return [risky(name, `unknown: ${fact?.reason ?? "it was not gathered"}`)];
  });
  const { programs } = facts;
  const unread = programs?.known ? programs.value.unread : [];
  return [...lacking, ...unread.map((text) => risky("programs", `not looked at: ${text}`))];
}

/** Whether the planned glibc can be had for the planned kernel at all. */
function together(
  kernel: string,
  glibc: string,
  { floors, system }: Partial<Facts>,
): readonly Reason[] {
  if (!floors?.known || !system?.known) return [];
  const needs = glibcFloor(glibc, system.value.goarch, floors.value);
  return needs !== undefined && compareDotted(kernel, needs) < 0
    ? [blocked(`glibc ${glibc}`, `it needs Linux ${needs}`)]
    : [];
}

function glibcFloor(version: string, goarch: string | null, { glibc }: FactValue<"floors">) {
  return glibc
    .filter(({ arch, from }) => (arch ?? goarch) === goarch && compareDotted(version, from) >= 0)
    .map(({ needs }) => needs)
    .sort(compareDotted)
    .at(-1);
}
