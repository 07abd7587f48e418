/** The processor, from /proc/cpuinfo, and the levels of instructions that Go names. */
import { type CpuFamily, type CpuInfo, parseCpuinfo } from "./cpuinfo.ts";
import { defineFact, known } from "./fact.ts";
import { textOf } from "./read.ts";
import { machineIn } from "./uname.ts";

/** 1.5 kB a processor on x86: enough for the largest machines there are. */
const MAX = 8 << 20;

export interface Cpu {
  readonly cores: number | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly family: string | null;
  readonly modelNumber: string | null;
  /** As the kernel names them; only those that every processor has. */
  readonly flags: readonly string[] | null;
  readonly mixed: readonly string[];
  readonly pageSize: number | null;
  /** Why something above is null, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

const NOTHING = {
  cores: null,
  vendor: null,
  model: null,
  family: null,
  modelNumber: null,
  flags: null,
  mixed: [],
} as const;

export const cpuFact = defineFact({
  name: "cpu",
  cost: "local",
  about: "the processor: model, cores, flags that all of them have, page size",
  reads: (machine) =>
    machine.platform.startsWith("linux_")
      ? ([
          { argv: ["uname", "-srm"], max: 1024 },
          { argv: ["getconf", "PAGESIZE"], max: 64 },
          { file: "/proc/cpuinfo", max: MAX },
        ] as const)
      : ([] as const),
  parse: ([uname, getconf, answer]) => {
    if (answer === undefined) {
      const why = "only looked for on Linux";
      return known<Cpu>({ ...NOTHING, pageSize: null, reasons: { cpu: why, pageSize: why } });
    }
    const page = getconf?.is === "ended" ? Number(getconf.stdout.trim()) : 0;
    const pageSize = Number.isInteger(page) && page > 0 ? page : null;
    const read = cpuOf(textOf(answer), uname === undefined ? undefined : machineIn(uname));
    const reasons = {
      ...("why" in read ? { cpu: read.why } : nullsOf(read.info)),
      ...(pageSize === null ? { pageSize: "getconf PAGESIZE does not say" } : {}),
    };
    const { kind: _, ...info } = "why" in read ? { kind: "other", ...NOTHING } : read.info;
    return known<Cpu>({ ...info, pageSize, reasons });
  },
});

type CpuRead = { readonly info: CpuInfo } | { readonly why: string };

function cpuOf(read: ReturnType<typeof textOf>, machine: string | undefined): CpuRead {
  if (read.is === "absent") return { why: "there is no /proc/cpuinfo" };
  if (read.is === "unreadable") return { why: `/proc/cpuinfo: ${read.reason}` };
  const info = parseCpuinfo(read.text);
  if (info === undefined) return { why: "/proc/cpuinfo lists no processor" };
  const expected = machine === undefined ? undefined : kindOfMachine(machine);
  // qemu-user shows a program the cpuinfo of the machine below it.
  const foreign = expected !== undefined && info.kind !== "other" && info.kind !== expected;
  return foreign
    ? { why: `/proc/cpuinfo is of ${info.kind}, and the kernel says ${machine}: emulation` }
    : { info };
}

function kindOfMachine(machine: string): CpuFamily | undefined {
  if (/^(x86_64|amd64|i[3-6]86)$/.test(machine)) return "x86";
  if (/^(aarch64|arm)/.test(machine)) return "arm";
  return machine.startsWith("riscv") ? "riscv" : undefined;
}

function nullsOf(info: CpuInfo): Readonly<Record<string, string>> {
  const lacking = Object.entries(info).filter(([, value]) => value === null);
  const why = (name: string) =>
    name === "flags" ? "a processor in /proc/cpuinfo lists none" : "/proc/cpuinfo does not say";
  return Object.fromEntries(lacking.map(([name]) => [name, why(name)]));
}
