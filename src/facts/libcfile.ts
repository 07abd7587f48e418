/**
 * The C library's own file: the newest symbol version that it defines (`GLIBC_2.36`),
 * and the oldest kernel that it was built for, from its ELF note, all words in the
 * file's byte order:
 *
 *   4, 16, 1, "GNU\0", system (0: Linux), major, minor, patch
 *
 * musl has no symbol versions; its release stands in its loader as a string.
 */
import { elfHead } from "./elfhead.ts";
import { defineFact, known } from "./fact.ts";
import type { FileAnswer, FoundFile } from "./read.ts";
import { userlandFact } from "./userland.ts";

/** glibc's is 2 MB, musl's 0.7 MB. */
const MAX = 16 << 20;

const TRIPLETS = [
  "x86_64-linux-gnu",
  "aarch64-linux-gnu",
  "arm-linux-gnueabihf",
  "arm-linux-gnueabi",
  "i386-linux-gnu",
  "riscv64-linux-gnu",
  "powerpc64le-linux-gnu",
  "s390x-linux-gnu",
];
const GLIBC = [
  ...TRIPLETS.map((triplet) => `/lib/${triplet}/libc.so.6`),
  "/lib64/libc.so.6",
  "/lib/libc.so.6",
  "/usr/lib/libc.so.6",
];
const MUSL = ["x86_64", "aarch64", "armhf", "armv7", "i386", "riscv64", "powerpc64le", "s390x"].map(
  (arch) => `/lib/ld-musl-${arch}.so.1`,
);

export interface LibcFile {
  readonly kind: "glibc" | "musl" | null;
  readonly path: string | null;
  /** glibc: its newest symbol version; musl: its release. */
  readonly version: string | null;
  /** Older kernels are refused by it: `3.2.0`. */
  readonly kernelFloor: string | null;
}

export const libcfileFact = defineFact({
  name: "libcfile",
  cost: "local",
  about: "the C library's newest symbols and the oldest kernel that it runs on",
  needs: { userland: userlandFact },
  reads: (machine) =>
    machine.platform.startsWith("linux_")
      ? [...MUSL, ...GLIBC].map((file) => ({ file, max: MAX }))
      : [],
  parse: (answers, _, { userland }) => {
    const goarch = userland.opinions[0]?.goarch;
    const there = answers.flatMap((one) => (one.is === "file" && suits(one, goarch) ? [one] : []));
    // musl first: a musl system may carry a glibc for foreign programs, seldom the other way.
    const musl = there.find(({ path }) => MUSL.includes(path));
    const glibc = there.find(({ path }) => GLIBC.includes(path));
    if (musl !== undefined && (glibc === undefined || runsOn(musl, answers))) {
      return known<LibcFile>({ ...ofMusl(musl), kernelFloor: null });
    }
    if (glibc === undefined) {
      return known<LibcFile>({ kind: null, path: null, version: null, kernelFloor: null });
    }
    const { path, bytes } = glibc;
    const version = newestSymbol(bytes);
    return known<LibcFile>({ kind: "glibc", path, version, kernelFloor: kernelFloor(bytes) });
  },
});

/** A library for another processor lies beside it where packages of both are installed. */
function suits({ bytes }: FoundFile, goarch: string | null | undefined): boolean {
  const own = elfHead(bytes)?.goarch;
  return goarch == null || own == null || own === goarch;
}

/** Debian's musl lies beside the system's glibc, whose loader then stands in /lib too. */
function runsOn(musl: FoundFile, answers: readonly FileAnswer[]): boolean {
  return !answers.some(
    (one) => one.is === "file" && one !== musl && one.path.includes("-linux-gnu"),
  );
}

function ofMusl({ path, bytes }: FoundFile): Pick<LibcFile, "kind" | "path" | "version"> {
  const [, version] = /\0(1\.\d{1,2}\.\d{1,3})\0/.exec(bytes.toString("latin1")) ?? [];
  return { kind: "musl", path, version: version ?? null };
}

/** The highest of all `GLIBC_2.N` by number: the first in the file is the oldest. */
function newestSymbol(bytes: Buffer): string | null {
  const found = bytes.toString("latin1").matchAll(/\0GLIBC_2\.(\d{1,3})(?=\0)/g);
  const minors = [...found].map(([, minor]) => Number(minor));
  return minors.length === 0 ? null : `2.${minors.reduce((a, b) => Math.max(a, b))}`;
}

function kernelFloor(bytes: Buffer): string | null {
  const little = elfHead(bytes)?.endian !== "big";
  const word = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const NAME = Buffer.from("GNU\0", "latin1");
  for (let at = bytes.indexOf(NAME); at >= 12; at = bytes.indexOf(NAME, at + 1)) {
    if (at + 20 > bytes.length) return null;
    const head = [word(at - 12), word(at - 8), word(at - 4), word(at + 4)];
    if (head.join() === "4,16,1,0") return [word(at + 8), word(at + 12), word(at + 16)].join(".");
  }
  return null;
}
