/** A platform in Go's own words: GOOS and GOARCH. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

const ARCH_OF_NODE: Readonly<Record<string, string>> = {
  x64: "amd64",
  arm64: "arm64",
  ia32: "386",
  arm: "arm",
  ppc64: "ppc64le",
  riscv64: "riscv64",
  s390x: "s390x",
  loong64: "loong64",
  mips64el: "mips64le",
};

const OS_OF_NODE: Readonly<Record<string, string>> = {
  linux: "linux",
  darwin: "darwin",
  win32: "windows",
  freebsd: "freebsd",
  openbsd: "openbsd",
  netbsd: "netbsd",
  aix: "aix",
  sunos: "solaris",
};

/** `linux-amd64`, as the toolchain module's version writes it. */
export function formatPlatform(platform: Platform): string {
  return `${platform.os}-${platform.arch}`;
}

/** Reads `linux-amd64` or `linux/amd64`; undefined when it is neither. */
export function parsePlatform(text: string): Platform | undefined {
  const found = /^([a-z0-9]{1,16})[-/]([a-z0-9]{1,16})$/.exec(text);
  if (found === null) return undefined;
  const [, os = "", arch = ""] = found;
  return { os, arch };
}

/** Node's names for a machine as Go's; undefined for one that Go has no port to. */
export function platformOfNode(os: string, arch: string): Platform | undefined {
  const goos = OS_OF_NODE[os];
  const goarch = ARCH_OF_NODE[arch];
  return goos === undefined || goarch === undefined ? undefined : { os: goos, arch: goarch };
}
