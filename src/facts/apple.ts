/**
 * What macOS says of itself: its version, and whether this process is translated by
 * Rosetta, in which case uname and every program it starts claim x86_64.
 */
import { defineFact, known } from "./fact.ts";
import type { RunAnswer } from "./read.ts";

const KEYS = [
  "sysctl.proc_translated",
  "hw.optional.arm64",
  "hw.ncpu",
  "hw.pagesize",
  "machdep.cpu.brand_string",
  "machdep.cpu.vendor",
  "machdep.cpu.family",
  "machdep.cpu.model",
  "machdep.cpu.features",
  "machdep.cpu.leaf7_features",
] as const;

/** All null elsewhere. */
export interface Apple {
  readonly version: string | null;
  readonly translated: boolean;
  /** The processor is Apple's own, whatever this process is. */
  readonly silicon: boolean;
  readonly cores: number | null;
  readonly pageSize: number | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly family: string | null;
  readonly modelNumber: string | null;
  /** As Linux would write them: `SSE4.2` is sse4_2, FEAT_SHA256 is sha256. */
  readonly flags: readonly string[] | null;
}

export const appleFact = defineFact({
  name: "apple",
  cost: "local",
  about: "macOS: version, processor, Rosetta",
  reads: (machine) =>
    machine.platform.startsWith("darwin_")
      ? ([
          { argv: ["sw_vers", "-productVersion"], max: 256 },
          { argv: ["sysctl", ...KEYS], max: 1 << 16 },
          { argv: ["sysctl", "hw.optional"], max: 1 << 16 },
        ] as const)
      : ([] as const),
  parse: ([version, sysctl, optional]) => {
    const of = valuesIn(sysctl);
    const silicon = of("hw.optional.arm64") === "1";
    return known<Apple>({
      version: /^\d+(\.\d+)*$/.exec(saidBy(version).trim())?.[0] ?? null,
      translated: of("sysctl.proc_translated") === "1",
      silicon,
      cores: numberOf(of("hw.ncpu")),
      pageSize: numberOf(of("hw.pagesize")),
      vendor: of("machdep.cpu.vendor") ?? (silicon ? "Apple" : null),
      model: of("machdep.cpu.brand_string") ?? null,
      family: of("machdep.cpu.family") ?? null,
      modelNumber: of("machdep.cpu.model") ?? null,
      flags: silicon ? armFlags(optional) : intelFlags(of),
    });
  },
});

type Values = (name: string) => string | undefined;

/** A name that this macOS does not know makes the status 1, and the others are said all the same. */
function saidBy(answer: RunAnswer | undefined): string {
  return answer?.is === "ended" ? answer.stdout : "";
}

function valuesIn(answer: RunAnswer | undefined): Values {
  const lines = saidBy(answer).matchAll(/^([\w.]+): (.*)$/gm);
  const values = new Map([...lines].map(([, name = "", value = ""]) => [name, value.trim()]));
  return (name) => values.get(name) || undefined;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function armFlags(answer: RunAnswer | undefined): readonly string[] | null {
  const found = saidBy(answer).matchAll(/^hw\.optional\.(?:arm\.FEAT_)?(\w+): 1$/gm);
  const flags = [...found].map(([, name = ""]) => name.toLowerCase());
  return flags.length === 0 ? null : [...new Set(flags)].sort();
}

function intelFlags(of: Values): readonly string[] | null {
  const said = `${of("machdep.cpu.features") ?? ""} ${of("machdep.cpu.leaf7_features") ?? ""}`;
  const flags = said.toLowerCase().split(/\s+/).map(linuxName);
  const named = flags.filter((flag) => flag !== "");
  return named.length === 0 ? null : [...new Set(named)].sort();
}

function linuxName(flag: string): string {
  if (flag === "avx1.0") return "avx";
  if (flag === "sse3") return "pni";
  return flag.replaceAll(".", "_");
}
