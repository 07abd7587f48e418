/** The version that Go's floors are about: the kernel's on Linux, the system's on macOS and Windows. */
import { archOfUname, osOfUname } from "./archname.ts";
import { dottedIn } from "./dotted.ts";
import { defineFact, type Fact, known, unknown } from "./fact.ts";
import { type Fingerprint, fingerprintFact } from "./fingerprint.ts";
import type { Uname } from "./uname.ts";

export interface System {
  readonly os: string;
  readonly goarch: string | null;
  /** Numbers and dots. */
  readonly version: string;
  /** For people: `Linux 6.18.44-fc-v657`. */
  readonly name: string;
  readonly libc: string | null;
  readonly libcVersion: string | null;
}

export const systemFact = defineFact({
  name: "system",
  cost: "local",
  about: "the version of kernel or system that a Go needs a least one of",
  needs: { fingerprint: fingerprintFact },
  reads: ({ platform }) =>
    platform.startsWith("windows_") ? [{ argv: ["cmd", "/c", "ver"], max: 1024 }] : [],
  parse: ([ver], _, { fingerprint }) => {
    const said = ver?.is === "ended" ? ver.stdout : "";
    return systemOf(fingerprint, /\[\D*(\d[\d.]*)\]/.exec(said)?.[1]);
  },
});

type Named = Pick<
  Fingerprint,
  "os" | "goarch" | "kernel" | "distroVersion" | "libc" | "libcVersion" | "reasons"
>;

/** `windows`: what `ver` says, where it was asked. */
export function systemOf(found: Named, windows?: string): Fact<System> {
  const { os, goarch, kernel, distroVersion, libc, libcVersion } = found;
  if (os === null) return unknown(found.reasons.os ?? "the system is not known");
  const rest = { os, goarch, libc, libcVersion };
  if (os === "darwin") return versioned(rest, distroVersion, "macOS");
  if (os === "windows") return versioned(rest, windows ?? null, "Windows");
  return versioned(rest, kernel, os === "linux" ? "Linux" : os);
}

/** Of facts that were recorded without it. */
export function systemOfUname({ system, release, machine }: Uname): Fact<System> {
  const nothing = { distroVersion: null, libc: null, libcVersion: null, reasons: {} };
  const os = osOfUname(String(system)) ?? null;
  const goarch = archOfUname(String(machine)) ?? null;
  return systemOf({ os, goarch, kernel: String(release), ...nothing });
}

function versioned(
  rest: Omit<System, "version" | "name">,
  release: string | null,
  word: string,
): Fact<System> {
  if (release === null) return unknown(`the version of ${word} is not known`);
  const version = dottedIn(release);
  return version === undefined
    ? unknown(`${word} ${release} does not begin with a number`)
    : known({ ...rest, version, name: `${word} ${release}` });
}
