/**
 * The first 20 bytes of an ELF file: `\x7fELF`, class (1: 32, 2: 64 bits), byte order
 * (1 little, 2 big), and at 18 the machine in that order (gabi, e_machine).
 */

export interface ElfHead {
  readonly bits: 32 | 64;
  readonly endian: "little" | "big";
  /** GOARCH; null for a machine that Go has no name for. */
  readonly goarch: string | null;
}

const MAGIC = Buffer.from("\x7fELF", "latin1");
export const ELF_HEAD = 20;

const MIPS = 8;
const PPC64 = 21;

/** 32-bit class first, 64-bit class second; null where there is none. */
const ARCHS: ReadonlyMap<number, readonly [string | null, string | null]> = new Map([
  [3, ["386", null]],
  [22, [null, "s390x"]],
  [40, ["arm", null]],
  [62, [null, "amd64"]],
  [183, [null, "arm64"]],
  [243, [null, "riscv64"]],
  [258, [null, "loong64"]],
]);

/** Undefined when the bytes are no ELF file's. */
export function elfHead(bytes: Buffer): ElfHead | undefined {
  if (bytes.length < ELF_HEAD || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const [size, order] = [bytes[4], bytes[5]];
  if ((size !== 1 && size !== 2) || (order !== 1 && order !== 2)) return undefined;
  const machine = order === 1 ? bytes.readUInt16LE(18) : bytes.readUInt16BE(18);
  const bits = size === 1 ? 32 : 64;
  const endian = order === 1 ? "little" : "big";
  return { bits, endian, goarch: archOf(machine, bits, endian) };
}

function archOf(machine: number, bits: 32 | 64, endian: "little" | "big"): string | null {
  const le = endian === "little" ? "le" : "";
  if (machine === MIPS) return bits === 64 ? `mips64${le}` : `mips${le}`;
  if (machine === PPC64) return bits === 64 ? `ppc64${le}` : null;
  return ARCHS.get(machine)?.[bits === 32 ? 0 : 1] ?? null;
}
