/**
 * What `gostead doctor preflight` can be asked besides: for which Go (--for), of which
 * machine (--target FILE, its facts), and whether an older kernel or C library would do
 * (--plan-kernel, --plan-glibc).
 */
import { type Plan, type Planned, planFacts, planFor } from "#doctor/plan.ts";
import { dottedIn } from "#facts/dotted.ts";
import { known } from "#facts/fact.ts";
import type { FactName, Facts } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import type { Place } from "#facts/place.ts";
import { systemOfUname } from "#facts/system.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { parseVersion } from "#model/version.ts";
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
  const planned = plannedBy(flags);
  const wanted = [...new Set([...names, ...(planned === undefined ? [] : planFacts(planned))])];
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
export function planOf(flags: PreflightFlags, facts: Partial<Facts>): Plan | undefined {
  const planned = plannedBy(flags);
  return planned === undefined ? undefined : planFor(planned, facts);
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

export interface MachineHere {
  readonly platform: string | null;
  /** GOAMD64, GOARM or GORISCV64. */
  readonly level: string | null;
  readonly system: string | null;
  readonly libc: string | null;
  readonly libcVersion: string | null;
  /** The oldest kernel that the C library was built for. */
  readonly libcKernel: string | null;
  readonly pageSize: number | null;
  readonly endian: string | null;
}

/** What the verdicts are about; undefined where the fingerprint is unknown. */
export function machineOf({
  fingerprint,
  system,
  libcfile,
}: Partial<Facts>): MachineHere | undefined {
  if (!fingerprint?.known) return undefined;
  const { os, goarch, goamd64, goarm, goriscv64, libc, libcVersion } = fingerprint.value;
  return {
    platform: os === null || goarch === null ? null : `${os}-${goarch}`,
    level: goamd64 ?? goarm ?? goriscv64,
    system: system?.known ? system.value.name : null,
    libc,
    libcVersion,
    libcKernel: libcfile?.known ? libcfile.value.kernelFloor : null,
    pageSize: fingerprint.value.pageSize,
    endian: fingerprint.value.endian,
  };
}

export function printMachine({ data }: Output, machine: MachineHere): void {
  const { platform, level, system, libc, libcVersion, libcKernel, pageSize, endian } = machine;
  const floor = libcKernel === null ? "" : ` for Linux ${libcKernel}`;
  const parts = [
    [platform ?? "a platform that is not known", level].filter((one) => one !== null).join(" "),
    system ?? "a system whose version is not known",
    ...(libc === null
      ? []
      : [`${libc === "none" ? "no C library" : libc} ${libcVersion ?? ""}`.trim() + floor]),
    ...(pageSize === null ? [] : [`pages of ${pageSize} bytes`]),
    ...(endian === null ? [] : [`${endian}-endian`]),
  ];
  data(shown(parts.join(", ")));
}

export function printPlan({ data }: Output, { verdict, reasons }: Plan): void {
  data(`plan: ${verdict}`);
  for (const one of reasons) {
    data(`  ${one.verdict.padEnd(8)} ${shown(one.subject)}: ${shown(one.text)}`);
  }
}
