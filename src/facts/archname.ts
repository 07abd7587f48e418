/**
 * Names of processor architectures as others write them, and Go's for each. Whole
 * words only, and no guess: `mips64` is what a kernel of either byte order says of
 * itself, so it has no entry here.
 */

const OF_UNAME: ReadonlyMap<string, string> = new Map([
  ["x86_64", "amd64"],
  ["amd64", "amd64"],
  ["i386", "386"],
  ["i486", "386"],
  ["i586", "386"],
  ["i686", "386"],
  ["aarch64", "arm64"],
  ["arm64", "arm64"],
  ["armv5tel", "arm"],
  ["armv5tejl", "arm"],
  ["armv6l", "arm"],
  ["armv7l", "arm"],
  ["armv8l", "arm"],
  ["ppc64", "ppc64"],
  ["ppc64le", "ppc64le"],
  ["riscv64", "riscv64"],
  ["s390x", "s390x"],
  ["loongarch64", "loong64"],
]);

/** `dpkg --print-architecture`: https://wiki.debian.org/SupportedArchitectures */
const OF_DPKG: ReadonlyMap<string, string> = new Map([
  ["amd64", "amd64"],
  ["i386", "386"],
  ["arm64", "arm64"],
  ["armel", "arm"],
  ["armhf", "arm"],
  ["mips", "mips"],
  ["mipsel", "mipsle"],
  ["mips64el", "mips64le"],
  ["ppc64", "ppc64"],
  ["ppc64el", "ppc64le"],
  ["riscv64", "riscv64"],
  ["s390x", "s390x"],
  ["loong64", "loong64"],
]);

const UNAME_OF: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  "386": "i686",
  arm64: "aarch64",
  arm: "armv7l",
  loong64: "loongarch64",
};

const OS_OF_UNAME: ReadonlyMap<string, string> = new Map([
  ["Linux", "linux"],
  ["Darwin", "darwin"],
  ["FreeBSD", "freebsd"],
  ["NetBSD", "netbsd"],
  ["OpenBSD", "openbsd"],
]);

/** GOARCH of what `uname -m` says; undefined for a name that is not known. */
export function archOfUname(machine: string): string | undefined {
  return OF_UNAME.get(machine);
}

/** GOARCH of what dpkg says. */
export function archOfDpkg(word: string): string | undefined {
  return OF_DPKG.get(word);
}

/** GOARCH of rpm's `%{_arch}`: uname's names, and `arm` for all of them. */
export function archOfRpm(word: string): string | undefined {
  return word === "arm" || word === "armhfp" ? "arm" : OF_UNAME.get(word);
}

/** GOOS of what `uname -s` says. */
export function osOfUname(system: string): string | undefined {
  return OS_OF_UNAME.get(system);
}

/** `x86_64` of `amd64`: the names that uname, and vendors who follow it, use. */
export function unameOfArch(goarch: string, goarm: string | null): string {
  if (goarch === "arm" && goarm !== null) return `armv${goarm}l`;
  return UNAME_OF[goarch] ?? goarch;
}

/** GOARM of what a kernel calls a 32-bit or 64-bit ARM: what its processor can run. */
export function goarmOf(machine: string): string | null {
  if (machine.startsWith("armv5")) return "5";
  if (machine.startsWith("armv6")) return "6";
  return /^(armv[78]l|aarch64|arm64)$/.test(machine) ? "7" : null;
}
