/**
 * ELF's numbers in Go's words. GOARCH by e_machine, class and byte order; GOOS by what says it
 * most surely: OSABI, then notes, then the loader. Go writes OSABI 0 for Linux, as C does: there its
 * own build info decides (the caller's part).
 */
import type { Shape } from "./source.ts";

type Variants = Readonly<Partial<Record<"32le" | "32be" | "64le" | "64be", string>>>;

/** Names as Go has them (internal/syslist), where it has one. */
const MACHINES: Readonly<Record<number, readonly [name: string, arches: Variants]>> = {
  2: ["SPARC", { "32be": "sparc" }],
  3: ["Intel 80386", { "32le": "386" }],
  8: ["MIPS", { "32le": "mipsle", "32be": "mips", "64le": "mips64le", "64be": "mips64" }],
  20: ["PowerPC", { "32be": "ppc" }],
  21: ["PowerPC64", { "64le": "ppc64le", "64be": "ppc64" }],
  22: ["IBM S/390", { "64be": "s390x", "32be": "s390" }],
  40: ["ARM", { "32le": "arm", "32be": "armbe" }],
  43: ["SPARC v9", { "64be": "sparc64" }],
  62: ["AMD x86-64", { "64le": "amd64" }],
  183: ["AArch64", { "64le": "arm64", "64be": "arm64be" }],
  243: ["RISC-V", { "32le": "riscv", "64le": "riscv64" }],
  258: ["LoongArch", { "64le": "loong64" }],
};

const OSABIS: Readonly<Record<number, string>> = {
  2: "netbsd",
  3: "linux",
  6: "solaris",
  7: "aix",
  9: "freebsd",
  12: "openbsd",
};

export function archOf(
  machine: number,
  { little, wide }: Shape,
): { machine: string; arch: string | null } {
  const [name, arches] = MACHINES[machine] ?? [`ELF machine ${machine}`, {}];
  const variant = `${wide ? 64 : 32}${little ? "le" : "be"}` as const;
  return { machine: name, arch: arches[variant] ?? null };
}

export interface OsHints {
  readonly osabi: number;
  /** From notes: `linux`, `netbsd` … */
  readonly note: string | null;
  readonly interpreter: string | null;
}

export function osOf({ osabi, note, interpreter }: OsHints): string | null {
  if (interpreter !== null && /^\/system\/bin\/linker(64)?$/.test(interpreter)) return "android";
  const loader = interpreter ?? "";
  if (OSABIS[osabi] !== undefined) return OSABIS[osabi];
  if (note !== null) return note;
  if (/\/ld-(linux|musl)[^/]*\.so\.\d+$/.test(loader)) return "linux";
  if (loader === "/usr/lib/ld.so.1" || loader === "/lib/amd64/ld.so.1") return "solaris";
  if (/\/ld-elf\.so\.2$/.test(loader)) return "dragonfly";
  return null;
}

/** Whose loader or C library it asks for. */
export function libcOf(
  interpreter: string | null,
  libraries: readonly string[],
): "glibc" | "musl" | null {
  const asks = [interpreter ?? "", ...libraries];
  if (asks.some((name) => /(^|\/)(ld-musl-[^/]+|libc\.musl-[^/]+)\.so\.1$/.test(name)))
    return "musl";
  if (
    asks.some((name) => /(^|\/)(ld-linux[^/]*\.so\.\d+|ld64\.so\.\d|libc\.so\.6(\.1)?)$/.test(name))
  ) {
    return "glibc";
  }
  return null;
}
