/** A program file in words: one line that says it all, and lines of detail. Its strings are a stranger's. */
import type { Binary } from "#binary/binary.ts";
import { highestGlibc } from "#binary/libcversion.ts";
import type { Loading } from "#binary/loader.ts";
import { count, shown } from "./render.ts";

const FORMATS: Readonly<Record<Binary["format"], string>> = {
  elf: "ELF",
  macho: "Mach-O",
  pe: "PE",
  wasm: "wasm",
  script: "script",
  archive: "archive",
};

/** `app: ELF executable for linux/amd64, dynamic, needs libc.so.6` */
export function headline(word: string, binary: Binary): string {
  const { format, kind, os, arches, machine, linking, interpreter, libraries } = binary;
  if (format === "script") return shown(`${word}: script for ${interpreter}`);
  const arch = arches.length > 0 ? arches.join(", ") : (machine ?? "an unnamed processor");
  const needs = libraries.length > 0 ? libraries : interpreter === null ? [] : [interpreter];
  const parts = [
    `${FORMATS[format]} ${kind} for ${os ?? "an unnamed system"}/${arch}`,
    ...(linking === null ? [] : [linking]),
    ...(needs.length > 0 ? [`needs ${needs.join(", ")}`] : []),
  ];
  return shown(`${word}: ${parts.join(", ")}`);
}

/** Two columns; `loading` says where things were found. */
export function details(binary: Binary, loading: Loading | null): readonly string[] {
  const rows: (readonly [name: string, text: string | null])[] = [
    ["class", classOf(binary)],
    ["loader", binary.format === "script" ? null : loaderOf(binary, loading)],
    ...(loading?.libraries ?? []).map(
      ({ name, path }) => ["library", `${name} (${path ?? "not here"})`] as const,
    ),
    ["glibc", glibcOf(binary, loading)],
    ["kernel", binary.kernel === null ? null : `Linux ${binary.kernel} or newer`],
    ...goOf(binary),
  ];
  return rows.flatMap(([name, text]) =>
    text === null ? [] : [`  ${name.padEnd(9)} ${shown(text)}`],
  );
}

function classOf({ class: bits, endian, machine }: Binary): string | null {
  return bits === null ? null : `${bits} bit, ${endian} endian, ${machine}`;
}

function loaderOf({ interpreter }: Binary, loading: Loading | null): string | null {
  if (interpreter === null || loading === null) return interpreter;
  return `${interpreter} (${loading.loader ? "here" : "not here"})`;
}

function glibcOf({ glibc }: Binary, loading: Loading | null): string | null {
  if (glibc === null) return null;
  const libc = loading?.libraries.find(({ name }) => name.startsWith("libc.so."));
  const here = highestGlibc(libc?.provides ?? []);
  return `needs ${glibc}${here === null ? "" : `, here is ${here}`}`;
}

function goOf({ go }: Binary): readonly (readonly [string, string | null])[] {
  if (go === null) return [];
  const { CGO_ENABLED: cgo, "vcs.revision": commit, "vcs.modified": modified } = go.settings;
  const module = go.module === null ? "" : `, ${go.module.path} ${go.module.version}`.trimEnd();
  const uses =
    go.dependencies === 0 ? "" : `, ${count(go.dependencies, "dependency").replace(/ys$/, "ies")}`;
  return [
    ["go", `${go.version}${module}${uses}`],
    ["cgo", cgo === undefined ? null : `CGO_ENABLED=${cgo}`],
    ["commit", commit === undefined ? null : `${commit}${modified === "true" ? ", modified" : ""}`],
  ];
}
