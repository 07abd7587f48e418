/**
 * What a program file is, by its own headers: plain data, as `gostead facts --file`
 * and `gostead doctor binary` print it. Null: the format does not say.
 */
import type { GoInfo } from "./modinfo.ts";

export type Format = "elf" | "macho" | "pe" | "wasm" | "script" | "archive";

export interface Binary {
  readonly format: Format;
  readonly kind: "executable" | "library" | "object" | "core";
  /** GOOS. */
  readonly os: string | null;
  /** GOARCH; of the first part, where a Mach-O file holds several. */
  readonly arch: string | null;
  /** GOARCH of every part. */
  readonly arches: readonly string[];
  /** The processor as the header names it. */
  readonly machine: string | null;
  readonly class: 32 | 64 | null;
  readonly endian: "little" | "big" | null;
  /** Static: no loader and no library is named (no PT_INTERP, no DT_NEEDED). */
  readonly linking: "static" | "dynamic" | null;
  /** The loader, or the program that a script is for. */
  readonly interpreter: string | null;
  readonly libc: "glibc" | "musl" | null;
  /** Library names as they are looked for: `libc.so.6`. */
  readonly libraries: readonly string[];
  /** Extra directories to look in: DT_RPATH or DT_RUNPATH, entries by themselves. */
  readonly libraryPaths: readonly string[];
  /** Symbol versions that a library must have: `GLIBC_2.34`. Weak ones are left out. */
  readonly needs: readonly Need[];
  /** The highest GLIBC_ version among them, by number: `2.34`. */
  readonly glibc: string | null;
  /** Symbol versions that it provides itself, when it is a library. */
  readonly provides: readonly string[];
  /** The oldest Linux that its note allows: `3.2.0`. */
  readonly kernel: string | null;
  readonly go: GoInfo | null;
}

export interface Need {
  readonly library: string;
  readonly versions: readonly string[];
}

/** What only one format says. */
export type Known = Partial<Binary> & Pick<Binary, "format">;

/** All else is not said. */
export function binaryOf(known: Known): Binary {
  return {
    kind: "executable",
    os: null,
    arch: null,
    arches: known.arch == null ? [] : [known.arch],
    machine: null,
    class: null,
    endian: null,
    linking: null,
    interpreter: null,
    libc: null,
    libraries: [],
    libraryPaths: [],
    needs: [],
    glibc: null,
    provides: [],
    kernel: null,
    go: null,
    ...known,
  };
}
