/**
 * The machine in one object, with Go's names: what programs for it must be built for.
 * Where the kernel and the programs here disagree, the programs win: a 32-bit system on
 * a 64-bit kernel runs 32-bit programs alone. A translated process on Apple's own
 * processors still has arm64 as its native target. What could not be had is null, and
 * `reasons` says why.
 */
import { type Abi, abiOf } from "./abi.ts";
import { type Apple, appleFact } from "./apple.ts";
import { archOfUname, goarmOf, osOfUname } from "./archname.ts";
import { type Cpu, cpuFact } from "./cpu.ts";
import { goamd64Of, goriscv64Of } from "./cpulevel.ts";
import { defineFact, known, type Machine } from "./fact.ts";
import { type LibcFile, libcfileFact } from "./libcfile.ts";
import { parseOsRelease } from "./osrelease.ts";
import type { FileAnswer, RunAnswer } from "./read.ts";
import { type Surroundings, surroundingsFact } from "./surroundings.ts";
import { parseUname, type Uname } from "./uname.ts";
import { type Opinion, type Userland, userlandFact } from "./userland.ts";

export interface Fingerprint {
  readonly os: string | null;
  readonly goarch: string | null;
  readonly goarm: string | null;
  readonly goamd64: string | null;
  readonly goriscv64: string | null;
  /** As uname says. */
  readonly machine: string | null;
  /** GOARCH of that. */
  readonly kernelArch: string | null;
  readonly kernel: string | null;
  readonly distro: string | null;
  readonly distroVersion: string | null;
  readonly libc: "glibc" | "musl" | "none" | null;
  readonly libcVersion: string | null;
  readonly cpuVendor: string | null;
  readonly cpuModel: string | null;
  readonly cpuFamily: string | null;
  readonly cpuModelNumber: string | null;
  readonly cores: number | null;
  readonly flags: readonly string[] | null;
  /** Flags that only some of the processors have. */
  readonly mixedFlags: readonly string[];
  readonly pageSize: number | null;
  readonly endian: "little" | "big" | null;
  /** What goarch asks of programs; null for an architecture that is not known. */
  readonly abi: Abi | null;
  readonly container: string | null;
  readonly wsl: 0 | 1 | 2;
  readonly rosetta: boolean;
  readonly systemd: string;
  readonly opinions: readonly Opinion[];
  readonly reasons: Readonly<Record<string, string>>;
}

/** Architectures that have one byte order. */
const LITTLE = new Set(["amd64", "386", "arm64", "arm", "riscv64", "loong64", "ppc64le"]);

interface Parts {
  readonly uname: Uname | undefined;
  readonly cpu: Cpu;
  readonly userland: Userland;
  readonly surroundings: Surroundings;
  readonly apple: Apple;
}

export const fingerprintFact = defineFact({
  name: "fingerprint",
  cost: "local",
  about:
    "the machine in Go's words: GOOS, GOARCH and levels, kernel, distribution, libc, processor",
  needs: {
    cpu: cpuFact,
    userland: userlandFact,
    surroundings: surroundingsFact,
    apple: appleFact,
    libcfile: libcfileFact,
  },
  reads: [
    { argv: ["uname", "-srm"], max: 1024 },
    { argv: ["getconf", "GNU_LIBC_VERSION"], max: 256 },
    { file: "/etc/os-release", max: 1 << 16 },
    { file: "/usr/lib/os-release", max: 1 << 16 },
  ],
  parse: ([said, getconf, ...releases], machine, { libcfile, ...needed }) => {
    const parts = { uname: parseUname(said), ...needed };
    const os = osOf(machine, parts.uname);
    const arch = archOf(machine, parts);
    const fields = {
      os,
      ...arch,
      ...kernelOf(parts.uname),
      ...distroOf(os, releases, parts.apple),
      ...libcOf(os, getconf, libcfile),
      ...processorOf(parts),
      abi: abiOf(os, arch.goarch),
      container: parts.surroundings.container,
      wsl: parts.surroundings.wsl,
      rosetta: parts.apple.translated,
      systemd: parts.surroundings.systemd,
      opinions: parts.userland.opinions,
    };
    return known<Fingerprint>({ ...fields, reasons: reasonsOf(fields, parts, said) });
  },
});

/** Where there is no uname, the system that we were started on: Windows. */
function osOf({ platform }: Machine, uname: Uname | undefined): string | null {
  if (uname !== undefined) return osOfUname(uname.system) ?? null;
  return platform.startsWith("windows_") ? "windows" : null;
}

type Arch = Pick<Fingerprint, "goarch" | "kernelArch" | "goarm" | "goamd64" | "goriscv64">;

function archOf(machine: Machine, { uname, cpu, userland, apple }: Parts): Arch {
  const kernelArch = kernelArchOf(machine, uname);
  const best = userland.opinions.find(({ goarch }) => goarch !== null)?.goarch;
  const goarch = apple.silicon ? "arm64" : (best ?? kernelArch);
  const flags = cpu.flags ?? apple.flags;
  return {
    goarch,
    kernelArch,
    goarm: goarch === "arm" && uname ? goarmOf(uname.machine) : null,
    goamd64: goarch === "amd64" && flags !== null ? goamd64Of(flags) : null,
    goriscv64: goarch === "riscv64" && flags !== null ? goriscv64Of(flags) : null,
  };
}

/** Windows says it in the environment; a 32-bit process there finds the machine's in the second. */
function kernelArchOf({ platform, env }: Machine, uname: Uname | undefined): string | null {
  if (uname !== undefined) return archOfUname(uname.machine) ?? null;
  if (!platform.startsWith("windows_")) return null;
  const word = env.PROCESSOR_ARCHITEW6432 ?? env.PROCESSOR_ARCHITECTURE ?? "";
  return archOfUname(word === "x86" ? "i386" : word.toLowerCase()) ?? null;
}

function kernelOf(uname: Uname | undefined): Pick<Fingerprint, "machine" | "kernel"> {
  return { machine: uname?.machine ?? null, kernel: uname?.release ?? null };
}

function distroOf(
  os: string | null,
  releases: readonly FileAnswer[],
  apple: Apple,
): Pick<Fingerprint, "distro" | "distroVersion"> {
  if (os === "darwin") return { distro: "macos", distroVersion: apple.version };
  const read = parseOsRelease(releases);
  return typeof read === "string"
    ? { distro: null, distroVersion: null }
    : { distro: read.id, distroVersion: read.version };
}

function libcOf(
  os: string | null,
  getconf: RunAnswer,
  file: LibcFile,
): Pick<Fingerprint, "libc" | "libcVersion"> {
  if (os !== "linux") return { libc: null, libcVersion: null };
  const said = getconf.is === "ended" ? getconf.stdout : "";
  const version = /^glibc (\d[\d.]*)\s*$/.exec(said)?.[1];
  if (version !== undefined) return { libc: "glibc", libcVersion: version };
  return { libc: file.kind ?? "none", libcVersion: file.version };
}

type Processor = Pick<
  Fingerprint,
  | "cpuVendor"
  | "cpuModel"
  | "cpuFamily"
  | "cpuModelNumber"
  | "cores"
  | "flags"
  | "mixedFlags"
  | "pageSize"
  | "endian"
>;

function processorOf({ uname, cpu, userland, apple }: Parts): Processor {
  const kernelArch = uname === undefined ? undefined : archOfUname(uname.machine);
  const little = LITTLE.has(kernelArch ?? "") ? "little" : null;
  return {
    cpuVendor: cpu.vendor ?? apple.vendor,
    cpuModel: cpu.model ?? apple.model,
    cpuFamily: cpu.family ?? apple.family,
    cpuModelNumber: cpu.modelNumber ?? apple.modelNumber,
    cores: cpu.cores ?? apple.cores,
    flags: cpu.flags ?? apple.flags,
    mixedFlags: cpu.mixed,
    pageSize: cpu.pageSize ?? apple.pageSize,
    endian: userland.endian ?? little,
  };
}

const FIELDS_OF_CPU: Readonly<Record<string, string>> = {
  cpuVendor: "vendor",
  cpuModel: "model",
  cpuFamily: "family",
  cpuModelNumber: "modelNumber",
};

/** Levels and `container` are null where they do not apply: that needs no reason. */
const NEED_NO_REASON = new Set(["goarm", "goamd64", "goriscv64", "container"]);

function reasonsOf(
  fields: Omit<Fingerprint, "reasons">,
  { uname, cpu }: Parts,
  said: RunAnswer,
): Readonly<Record<string, string>> {
  const of = (name: string): string => {
    if (uname === undefined && /^(os|goarch|machine|kernelArch|kernel|abi)$/.test(name)) {
      return said.is === "failed" ? said.reason : "uname did not answer with three words";
    }
    if (name === "os") return `uname -s says ${uname?.system}, which is no system that is known`;
    if (name === "goarch" || name === "kernelArch" || (name === "abi" && fields.goarch === null)) {
      return `uname -m says ${uname?.machine}, which is no machine that is known`;
    }
    if (name.startsWith("libc")) return fields.os === "linux" ? "it does not say" : "only on Linux";
    if (name.startsWith("distro")) return "no os-release names it";
    return cpu.reasons[FIELDS_OF_CPU[name] ?? name] ?? cpu.reasons.cpu ?? "it does not say";
  };
  const lacking = Object.entries(fields).filter(
    ([name, value]) => value === null && !NEED_NO_REASON.has(name),
  );
  return Object.fromEntries(lacking.map(([name]) => [name, of(name)]));
}
