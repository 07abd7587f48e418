/**
 * Where a program's loader would find its libraries on a machine, without starting anything: as ld.so(8)
 * and musl's loader say. DT_RPATH or DT_RUNPATH with $ORIGIN, LD_LIBRARY_PATH, ld.so.conf, the usual directories.
 * A library of another processor or class is passed over, as the loaders do. ld.so.cache is not read:
 * it is made of the same directories.
 */
import type { Binary } from "./binary.ts";
import { inspect } from "./inspect.ts";
import type { Source } from "./source.ts";

/** A machine's files, links followed. */
export interface Files {
  /** Runs `use` on a file's bytes; undefined where it is not there or may not be read. */
  withFile<T>(path: string, use: (source: Source) => T): T | undefined;
  /** Text of a small file; undefined where there is none. */
  text(path: string): string | undefined;
  /** Names in a directory; none where there is none. */
  names(path: string): readonly string[];
}

export interface Library {
  readonly name: string;
  /** Undefined: no directory has it. */
  readonly path: string | undefined;
  /** Symbol versions that it provides. */
  readonly provides: readonly string[];
}

export interface Loading {
  /** Whether the loader that the program names is there. */
  readonly loader: boolean;
  readonly libraries: readonly Library[];
}

export interface Start {
  /** Absolute directory of the program, for $ORIGIN. */
  readonly origin: string;
  /** LD_LIBRARY_PATH; empty when unset. */
  readonly libraryPath: string;
}

const MAX_INCLUDED = 1000;

/** Debian's names of directories by GOARCH. */
const TRIPLES: Readonly<Record<string, string>> = {
  "386": "i386-linux-gnu",
  amd64: "x86_64-linux-gnu",
  arm: "arm-linux-gnueabihf",
  arm64: "aarch64-linux-gnu",
  loong64: "loongarch64-linux-gnu",
  mips64le: "mips64el-linux-gnuabi64",
  ppc64le: "powerpc64le-linux-gnu",
  riscv64: "riscv64-linux-gnu",
  s390x: "s390x-linux-gnu",
};

/** What a dynamic program finds there. Only for ELF: other systems' loaders do not look in files. */
export function loadingOf(binary: Binary, start: Start, files: Files): Loading {
  const directories = [...new Set(directoriesOf(binary, start, files))];
  return {
    loader: binary.interpreter === null || fits(binary, binary.interpreter, files) !== undefined,
    libraries: binary.libraries.map(
      (name) =>
        libraryOf(binary, placesOf(name, directories), files) ?? {
          name,
          path: undefined,
          provides: [],
        },
    ),
  };
}

function placesOf(name: string, directories: readonly string[]): readonly string[] {
  return name.includes("/") ? [name] : directories.map((directory) => `${directory}/${name}`);
}

function libraryOf(binary: Binary, places: readonly string[], files: Files): Library | undefined {
  for (const path of places) {
    const found = fits(binary, path, files);
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (found !== undefined) return { name, path, provides: found.provides };
  }
  return undefined;
}

function fits(binary: Binary, path: string, files: Files): Binary | undefined {
  const found = files.withFile(path, (source) => {
    try {
      return inspect(source);
    } catch {
      return undefined;
    }
  });
  const same =
    found?.format === binary.format && found.arch === binary.arch && found.class === binary.class;
  return same ? found : undefined;
}

function directoriesOf(binary: Binary, start: Start, files: Files): readonly string[] {
  const own = binary.libraryPaths.map((path) =>
    path.replace(/\$(ORIGIN\b|\{ORIGIN\})/g, () => start.origin),
  );
  const told = start.libraryPath.split(/[:;]/).filter((path) => path !== "");
  const system =
    binary.libc === "musl" ? muslDirectories(binary, files) : glibcDirectories(binary, files);
  return [...own, ...told, ...system];
}

function muslDirectories({ interpreter }: Binary, files: Files): readonly string[] {
  const [, arch = ""] = /ld-musl-([^/]+)\.so\.1$/.exec(interpreter ?? "") ?? [];
  const listed = files.text(`/etc/ld-musl-${arch}.path`)?.split(/[:\n]/) ?? [];
  const given = listed.filter((path) => path.startsWith("/"));
  return given.length > 0 ? given : ["/lib", "/usr/local/lib", "/usr/lib"];
}

function glibcDirectories({ arch, class: bits }: Binary, files: Files): readonly string[] {
  const triple = TRIPLES[arch ?? ""];
  const debian = triple === undefined ? [] : [`/lib/${triple}`, `/usr/lib/${triple}`];
  const wide = bits === 64 ? ["/lib64", "/usr/lib64"] : [];
  return [...confDirectories("/etc/ld.so.conf", files), ...debian, ...wide, "/lib", "/usr/lib"];
}

/** Lines are directories, `include` with a pattern for a file name, or comments. One level of inclusion is what there is. */
function confDirectories(path: string, files: Files, depth = 0): readonly string[] {
  const lines = (files.text(path) ?? "").split("\n").map((line) => line.replace(/#.*/, "").trim());
  return lines.flatMap((line) => {
    const [, pattern] = /^include\s+(\S+)$/.exec(line) ?? [];
    if (pattern === undefined) return line.startsWith("/") ? [line] : [];
    if (depth > 2) return [];
    const included = matching(pattern.startsWith("/") ? pattern : `/etc/${pattern}`, files);
    return included.flatMap((one) => confDirectories(one, files, depth + 1));
  });
}

/** `*` in the last part of a path, and no other pattern. */
function matching(pattern: string, files: Files): readonly string[] {
  const slash = pattern.lastIndexOf("/");
  const [directory, name] = [pattern.slice(0, slash), pattern.slice(slash + 1)];
  if (!name.includes("*")) return [pattern];
  const [before = "", after = ""] = name.split("*", 2);
  return files
    .names(directory)
    .filter((one) => one.startsWith(before) && one.endsWith(after))
    .slice(0, MAX_INCLUDED)
    .sort()
    .map((one) => `${directory}/${one}`);
}
