/** The C library, by the dynamic loaders that are there and by what getconf says of glibc. */
import { defineFact, known, type Machine, unknown } from "./fact.ts";

const MAX_NAMES = 100_000;

export interface Libc {
  /** `none`: only static programs run here. Both loaders may be there: the system's own is first. */
  readonly kind: "glibc" | "musl" | "none";
  readonly version: string | null;
  readonly loader: string | null;
}

export const libcFact = defineFact({
  name: "libc",
  cost: "local",
  about: "the C library",
  reads: [
    { directory: "/lib", max: MAX_NAMES },
    { directory: "/lib64", max: MAX_NAMES },
    { argv: ["getconf", "GNU_LIBC_VERSION"], max: 256 },
  ],
  parse: ([lib, lib64, getconf], machine) => {
    if (!isLinux(machine)) return unknown("only looked for on Linux");
    const loaders = [lib, lib64].flatMap((answer) =>
      answer.is === "directory" ? answer.names.map((name) => `${answer.path}/${name}`) : [],
    );
    const said = getconf.is === "ended" ? getconf.stdout : "";
    const version = /^glibc (\d[\d.]*)\s*$/.exec(said)?.[1] ?? null;
    const glibc = loaders.find((path) => /\/ld(-linux[^/]*|64)\.so\.\d+$/.test(path)) ?? null;
    const musl = loaders.find((path) => /\/ld-musl-[^/]+\.so\.1$/.test(path)) ?? null;
    // A musl system may carry glibc's loader for foreign programs (gcompat), and has no glibc getconf.
    if (version !== null) return known<Libc>({ kind: "glibc", version, loader: glibc });
    if (musl !== null) return known<Libc>({ kind: "musl", version: null, loader: musl });
    const kind = glibc === null ? "none" : "glibc";
    return known<Libc>({ kind, version: null, loader: glibc });
  },
});

function isLinux({ platform }: Machine): boolean {
  return platform.startsWith("linux_");
}
