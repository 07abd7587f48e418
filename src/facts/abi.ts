/**
 * What a GOARCH asks of programs at the edge to C, and what Go itself assumes of the processor. Between Go functions
 * Go has a register ABI of its own (cmd/compile/abi-internal.md): the C names below matter to cgo and assembly alone.
 * Go's numbers: PCQuantum in internal/goarch, CacheLinePadSize in internal/cpu (what it pads by, not what is measured
 * on this processor); a test holds them against the sources of the Go that is here.
 */
export interface Abi {
  /** The C calling convention: that of cgo calls. */
  readonly c: string;
  /** Bytes that the stack is aligned to where C is called. */
  readonly stack: number;
  /** The least distance of two instructions, in bytes. */
  readonly instruction: number;
  /** Bytes of padding that keep two values off one cache line. */
  readonly cacheLine: number;
}

const AAPCS64: Abi = { c: "AAPCS64", stack: 16, instruction: 4, cacheLine: 128 };
const X86_64: Abi = { c: "System V AMD64", stack: 16, instruction: 1, cacheLine: 64 };

export const ABIS: Readonly<Record<string, Abi>> = {
  "386": { c: "System V i386", stack: 16, instruction: 1, cacheLine: 64 },
  amd64: X86_64,
  arm: { c: "AAPCS", stack: 8, instruction: 4, cacheLine: 32 },
  arm64: AAPCS64,
  loong64: { c: "LoongArch LP64D", stack: 16, instruction: 4, cacheLine: 64 },
  ppc64le: { c: "ELFv2", stack: 16, instruction: 4, cacheLine: 128 },
  riscv64: { c: "RISC-V LP64D", stack: 16, instruction: 2, cacheLine: 64 },
  s390x: { c: "ELF s390x", stack: 8, instruction: 2, cacheLine: 256 },
};

/** Null for an architecture that is not known here. Windows and Apple have conventions of their own. */
export function abiOf(os: string | null, goarch: string | null): Abi | null {
  if (os === "windows" && goarch === "amd64") return { ...X86_64, c: "Microsoft x64" };
  if (os === "darwin" && goarch === "arm64") return { ...AAPCS64, c: "AAPCS64 as Apple has it" };
  return ABIS[goarch ?? ""] ?? null;
}
