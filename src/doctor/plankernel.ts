/** What an older kernel would break: Go versions, the C library, system calls, programs. Pure. */
import { compareDotted } from "#facts/dotted.ts";
import type { Facts, FactValue } from "#facts/facts.ts";
import type { Syscall } from "#facts/floors.ts";
import { floorFor, follows, isSince, nextFloor } from "./floor.ts";
import { blocked, type Reason, risky, safe } from "./planreason.ts";

/** `otherLibc`: the C library is to be another one too, and so its own floor says nothing. */
export function planKernel(
  kernel: string,
  facts: Partial<Facts>,
  otherLibc: boolean,
): readonly Reason[] {
  const { system, goversions, floors } = facts;
  if (system?.known && system.value.os !== "linux") {
    return [risky("kernel", `this is ${system.value.name}, not Linux`)];
  }
  return [
    ...(system?.known ? ofSystem(kernel, system.value) : []),
    ...ofSurroundings(facts),
    ...(system?.known && goversions?.known && floors?.known
      ? [
          ...ofGos(kernel, system.value, { ...goversions.value, ...floors.value }),
          ...ofSyscalls(kernel, system.value, { ...goversions.value, ...floors.value, facts }),
        ]
      : []),
    ...(otherLibc ? [] : ofLibcFile(kernel, facts)),
    ...ofNotes(kernel, facts),
  ];
}

type Versions = FactValue<"goversions">["versions"];

interface Tables {
  readonly versions: Versions;
  readonly floors: FactValue<"floors">["floors"];
  readonly syscalls: FactValue<"floors">["syscalls"];
}

function ofSystem(kernel: string, system: FactValue<"system">): readonly Reason[] {
  const direction = compareDotted(kernel, system.version) < 0 ? "older" : "not older";
  return [safe("kernel", `${kernel} is ${direction} than ${system.name}`)];
}

/** Where the kernel is no kernel of this system's own. */
function ofSurroundings({ surroundings }: Partial<Facts>): readonly Reason[] {
  if (!surroundings?.known) return [];
  const { container, wsl } = surroundings.value;
  if (container === "gvisor") {
    return [risky("gvisor", "it answers in the place of a kernel, and its number means nothing")];
  }
  if (wsl === 1) return [risky("WSL 1", "Windows answers in the place of a kernel")];
  return container === null
    ? []
    : [safe(container, "this is a container: the kernel is that of the host, for all of them")];
}

function ofGos(kernel: string, system: FactValue<"system">, tables: Tables): readonly Reason[] {
  return tables.versions.map(({ version }) => {
    const needs = floorFor(version, system, tables.floors) ?? "0";
    const next = nextFloor(version, system, tables.floors);
    const subject = `go${version}`;
    if (compareDotted(kernel, needs) < 0) return blocked(subject, `it needs Linux ${needs}`);
    const isLast = next !== undefined && follows(next.go, version);
    return isLast && compareDotted(kernel, next.needs) < 0
      ? risky(subject, `it is the last Go for Linux ${kernel}: Go ${next.go} needs ${next.needs}`)
      : safe(subject, `it needs Linux ${needs}`);
  });
}

/** Only what works today can be lost: what was tried, vendors' backports too; untried, what the numbers say. */
function ofSyscalls(
  kernel: string,
  { version }: FactValue<"system">,
  { versions, syscalls, facts }: Tables & { readonly facts: Partial<Facts> },
): readonly Reason[] {
  if (compareDotted(kernel, version) >= 0) return [];
  const tried = facts.syscalls?.known ? facts.syscalls.value.calls : [];
  const worksNow = ({ name, since }: Syscall) => {
    const found = tried.find((one) => one.name === name);
    return found === undefined ? compareDotted(since, version) <= 0 : found.state === "present";
  };
  return syscalls
    .filter((call) => compareDotted(kernel, call.since) < 0 && worksNow(call))
    .map((call) => lost(call, versions));
}

function lost({ name, since, go, without, breaks }: Syscall, versions: Versions): Reason {
  const came = `it came with Linux ${since}`;
  const uses = go !== null && versions.some(({ version }) => isSince(version, go));
  if (!uses) return safe(name, `${came}; no Go here makes this call`);
  if (without !== null) return safe(name, `${came}; without it ${without}`);
  return risky(name, `${came}; without it ${breaks ?? "what needs it fails"}`);
}

function ofLibcFile(kernel: string, { libcfile }: Partial<Facts>): readonly Reason[] {
  const { path, kernelFloor } = libcfile?.known
    ? libcfile.value
    : { path: null, kernelFloor: null };
  if (kernelFloor === null || path === null) return [];
  return compareDotted(kernel, kernelFloor) < 0
    ? [blocked(path, `it was built for Linux ${kernelFloor}: FATAL: kernel too old`)]
    : [safe(path, `it was built for Linux ${kernelFloor}`)];
}

function ofNotes(kernel: string, { programs }: Partial<Facts>): readonly Reason[] {
  return (programs?.known ? programs.value.programs : []).flatMap(({ file, kernel: needs }) =>
    needs !== null && compareDotted(kernel, needs) < 0
      ? [blocked(file, `its note asks for Linux ${needs}`)]
      : [],
  );
}
