/**
 * /proc/cpuinfo: a block of `key : value` lines a processor, blank lines between.
 *
 *   x86     processor, vendor_id, cpu family, model, model name, flags
 *   arm     processor, CPU implementer, CPU part, Features; then Hardware, Model: of the board
 *   riscv   processor, isa, uarch, mvendorid
 *
 * A flag counts only if every processor has it. What the last lines lack because the
 * file was cut is not made up.
 */

export type CpuFamily = "x86" | "arm" | "riscv" | "other";

export interface CpuInfo {
  readonly kind: CpuFamily;
  readonly cores: number;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly family: string | null;
  readonly modelNumber: string | null;
  /** Sorted; null where a processor names none. */
  readonly flags: readonly string[] | null;
  /** Those that some processors have and others lack. */
  readonly mixed: readonly string[];
}

type Block = ReadonlyMap<string, string>;

/** https://github.com/util-linux/util-linux lscpu-arm.c names many more. */
const ARM_VENDORS: Readonly<Record<string, string>> = {
  "0x41": "ARM",
  "0x43": "Cavium",
  "0x48": "HiSilicon",
  "0x51": "Qualcomm",
  "0x61": "Apple",
  "0xc0": "Ampere",
};

const ARM_PARTS: Readonly<Record<string, string>> = {
  "0xb76": "ARM1176",
  "0xc07": "Cortex-A7",
  "0xc0f": "Cortex-A15",
  "0xd03": "Cortex-A53",
  "0xd05": "Cortex-A55",
  "0xd07": "Cortex-A57",
  "0xd08": "Cortex-A72",
  "0xd0b": "Cortex-A76",
  "0xd0c": "Neoverse-N1",
  "0xd40": "Neoverse-V1",
  "0xd49": "Neoverse-N2",
  "0xd4f": "Neoverse-V2",
};

/** Undefined when it lists no processor. */
export function parseCpuinfo(text: string): CpuInfo | undefined {
  const all = blocksOf(text);
  const processors = all.filter((block) => block.has("processor"));
  const [first] = processors;
  if (first === undefined) return undefined;
  const sets = processors.map(flagsOf);
  const some = new Set(sets.flatMap((set) => [...(set ?? [])]));
  const flags = [...some].filter((flag) => sets.every((set) => set?.has(flag) ?? true)).sort();
  return {
    kind: kindOf(first),
    cores: processors.length,
    ...namesOf(first),
    flags: sets.includes(undefined) ? null : flags,
    mixed: [...some].filter((flag) => !flags.includes(flag)).sort(),
  };
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Map<string, string>[] = [];
  // What stands behind the last line end was cut.
  for (const line of text.split("\n").slice(0, -1)) {
    const [, key, value = ""] = /^([^:\t]+?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) continue;
    // Some ARM kernels put no blank line between processors.
    if (key === "processor" || blocks.length === 0) blocks.push(new Map());
    const block = blocks.at(-1);
    if (block !== undefined && !block.has(key)) block.set(key, value);
  }
  return blocks;
}

function kindOf(block: Block): CpuFamily {
  if (block.has("vendor_id") && block.has("cpu family")) return "x86";
  if (block.has("CPU implementer") || block.has("Features")) return "arm";
  return block.has("isa") ? "riscv" : "other";
}

function namesOf(block: Block): Pick<CpuInfo, "vendor" | "model" | "family" | "modelNumber"> {
  const of = (key: string) => block.get(key) || null;
  if (kindOf(block) === "arm") {
    const [implementer, part] = [of("CPU implementer"), of("CPU part")];
    return {
      vendor: implementer && (ARM_VENDORS[implementer] ?? implementer),
      model: (implementer === "0x41" && part && ARM_PARTS[part]) || of("model name"),
      family: of("CPU architecture"),
      modelNumber: part,
    };
  }
  const vendor = of("vendor_id") ?? of("mvendorid");
  const model = of("model name") ?? of("uarch");
  return { vendor, model, family: of("cpu family"), modelNumber: of("model") };
}

function flagsOf(block: Block): ReadonlySet<string> | undefined {
  const listed = block.get("flags") ?? block.get("Features") ?? block.get("features");
  const flags = listed === undefined ? isaFlags(block.get("isa") ?? "") : listed.split(/\s+/);
  const named = flags.filter((flag) => flag !== "");
  return named.length === 0 ? undefined : new Set(named);
}

/** `rv64imafdc_zicsr_zba`: letters one by one, then words; the whole too, for what names it. */
function isaFlags(isa: string): readonly string[] {
  const [base = "", ...words] = isa.toLowerCase().split("_");
  const [, width, letters = ""] = /^(rv\d+)([a-z]*)$/.exec(base) ?? [];
  // `g` is imafd with zicsr and zifencei.
  const each = [...letters.replace("g", "imafd")];
  return width === undefined ? [] : [width, ...each, ...words];
}
