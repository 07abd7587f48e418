/** For which GOOS and GOARCH a C compiler compiles, by what -dumpmachine says: `x86_64-linux-gnu`, `aarch64-apple-darwin23`. Pure. */

const PROCESSORS: readonly (readonly [RegExp, readonly string[]])[] = [
  // Go adds -m32 or -m64: one compiler serves both.
  [/^(x86_64|amd64|i[3-6]86)-/, ["amd64", "386"]],
  [/^(aarch64|arm64)(?!_be)/, ["arm64"]],
  [/^arm/, ["arm"]],
  [/^powerpc64le/, ["ppc64le"]],
  [/^powerpc64/, ["ppc64"]],
  [/^riscv64/, ["riscv64"]],
  [/^s390x/, ["s390x"]],
  [/^loongarch64/, ["loong64"]],
  [/^mips64(isa\w+)?el/, ["mips64le"]],
  [/^mips64/, ["mips64"]],
  [/^mips(isa\w+)?el/, ["mipsle"]],
  [/^mips/, ["mips"]],
];

const SYSTEMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/-android/, ["android"]],
  [/-linux/, ["linux"]],
  [/-(darwin|macos)/, ["darwin", "ios"]],
  [/-(mingw|windows|cygwin|msys)/, ["windows"]],
  [/-freebsd/, ["freebsd"]],
  [/-netbsd/, ["netbsd"]],
  [/-openbsd/, ["openbsd"]],
  [/-solaris/, ["solaris", "illumos"]],
];

/** Undefined where the words are none that are known. */
export function compilesFor(triple: string, goos: string, goarch: string): boolean | undefined {
  const processors = PROCESSORS.find(([pattern]) => pattern.test(triple))?.[1];
  const systems = SYSTEMS.find(([pattern]) => pattern.test(triple))?.[1];
  if (processors === undefined || systems === undefined) return undefined;
  return processors.includes(goarch) && systems.includes(goos);
}
