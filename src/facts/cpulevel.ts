/**
 * The level of instructions that a processor can run, as GOAMD64 and GORISCV64 name
 * it, from its flags as Linux writes them. A level is only named when all that it
 * asks for is listed: an older kernel that does not list something makes it lower,
 * never higher. https://go.dev/wiki/MinimumRequirements, the x86-64 psABI, RISC-V profiles.
 */

const AMD64: readonly (readonly [string, string])[] = [
  ["v2", "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"],
  ["v3", "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"],
  ["v4", "avx512f avx512bw avx512cd avx512dq avx512vl"],
];

const RISCV64: readonly (readonly [string, string])[] = [
  ["rva20u64", "rv64 i m a f d c"],
  ["rva22u64", "zicbom zicbop zicboz zihintpause zba zbb zbs zkt zfhmin"],
  ["rva23u64", "v zvfhmin zvbb zvkt zihintntl zicond zimop zcmop zcb zfa zawrs"],
];

/** Other names for what Linux calls otherwise. */
const MEANT: Readonly<Record<string, string>> = {
  sse3: "pni",
  lzcnt: "abm",
  "sse4.1": "sse4_1",
  "sse4.2": "sse4_2",
  cmpxchg16b: "cx16",
  neon: "asimd",
};

/** `v1` to `v4`; every amd64 runs v1. */
export function goamd64Of(flags: readonly string[]): string {
  return highest(AMD64, flags) ?? "v1";
}

/** Null for one that lacks even the base. */
export function goriscv64Of(flags: readonly string[]): string | null {
  return highest(RISCV64, flags) ?? null;
}

function highest(
  levels: readonly (readonly [string, string])[],
  flags: readonly string[],
): string | undefined {
  const has = new Set(flags);
  let level: string | undefined;
  for (const [name, needed] of levels) {
    if (!needed.split(" ").every((flag) => has.has(flag))) break;
    level = name;
  }
  return level;
}

/** Those of the names asked for that no flag stands for. */
export function missingFlags(asked: readonly string[], flags: readonly string[]): string[] {
  const has = new Set(flags);
  return asked.filter((name) => {
    const word = name.toLowerCase();
    return !has.has(word) && !has.has(MEANT[word] ?? word);
  });
}
