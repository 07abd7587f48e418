/**
 * What Go builds for: the values of GOOS and GOARCH that some release of the last ten years
 * takes (go tool dist list of each). What a single release lacks is for that Go to say.
 */
export const GO_PORTS: Readonly<Record<"GOOS" | "GOARCH", readonly string[]>> = {
  GOOS: "aix android darwin dragonfly freebsd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows".split(
    " ",
  ),
  GOARCH:
    "386 amd64 amd64p32 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm".split(
      " ",
    ),
};
