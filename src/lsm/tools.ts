/**
 * Which denials are of Go: go itself, what it starts (compile, link, asm, cgo, vet, test
 * programs) and gostead. `link` and the like are names of other programs, too: where the event tells the
 * program's path, that decides. Pure.
 */
import type { Denial } from "./denial.ts";

const OWN = new Set(["go", "gofmt", "gostead"]);
const TOOLS = new Set(["compile", "link", "asm", "cgo", "vet"]);
/** Directories whose `link` is not Go's. */
const SYSTEM = /^\/(usr\/)?s?bin\/[^/]+$/;
/** `server.test`; cut off at the 15 bytes that the kernel keeps of a name. */
const TEST = /\.test$/;
const CUT_TEST = /^.{9,}\.(t|te|tes)$/s;

export function isGos({ comm, exe }: Pick<Denial, "comm" | "exe">): boolean {
  if (exe === null) return OWN.has(comm) || TOOLS.has(comm) || TEST.test(comm) || isCut(comm);
  const name = exe.slice(exe.lastIndexOf("/") + 1).replace(/ \(deleted\)$/, "");
  return OWN.has(name) || TEST.test(name) || (TOOLS.has(name) && !SYSTEM.test(exe));
}

function isCut(comm: string): boolean {
  return Buffer.byteLength(comm) === 15 && CUT_TEST.test(comm);
}

export interface Window {
  /** Milliseconds since 1970; earlier ones are left out. */
  readonly since: number;
  /** At most so many, the newest. */
  readonly limit: number;
}

/** The newest of Go's denials in a window, and how many more there were. */
export function goDenials(
  all: readonly Denial[],
  { since, limit }: Window,
): { readonly denials: readonly Denial[]; readonly omitted: number } {
  const kept = all.filter((one) => one.ms >= since && isGos(one));
  const denials = kept.slice(Math.max(0, kept.length - limit));
  return { denials, omitted: kept.length - denials.length };
}
