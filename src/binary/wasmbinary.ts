/**
 * WebAssembly modules (core specification, chapter 5): `\0asm`, version u32, then sections of an id, a size
 * (LEB128) and contents. 0 custom (a name first), 2 imports, 11 data.
 *
 * Go writes no build info header there: the version stands in the custom section `producers`, and the module text in
 * the data section between its two marks. Zeros are left out of the data, and the text has none: it is in one piece.
 */
import { type Binary, binaryOf } from "./binary.ts";
import { type GoInfo, parseModinfo } from "./modinfo.ts";
import { badBinary, bytesAt, type Source, utf8 } from "./source.ts";

const BEGIN = Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex");
const END = Buffer.from("f932433186182072008242104116d8f2", "hex");
const SECTION = { custom: 0, imports: 2, data: 11 } as const;
const HEADER = 8;
const MAX_SECTIONS = 10_000;
const MAX_CUSTOM = 64 * 1024;
const MAX_IMPORTS = 1024 * 1024;
const CHUNK = 4 * 1024 * 1024;
const MAX_MODINFO = 1024 * 1024;

export function isWasm(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 0x61 && head[2] === 0x73 && head[3] === 0x6d;
}

export function wasmBinary(source: Source): Binary {
  const [, , , , version, layer] = bytesAt(source, 0, HEADER);
  if (version !== 1 || layer !== 0) throw badBinary(`wasm of version ${version}, layer ${layer}`);
  const sections = sectionsOf(source);
  const go = goOf(source, sections);
  return binaryOf({
    format: "wasm",
    os: go?.settings.GOOS ?? systemOf(source, sections),
    arch: "wasm",
    machine: "WebAssembly",
    endian: "little",
    linking: "static",
    go,
  });
}

interface Section {
  readonly id: number;
  readonly offset: number;
  readonly size: number;
}

function sectionsOf(source: Source): readonly Section[] {
  const sections: Section[] = [];
  for (let at = HEADER; at < source.size; ) {
    const head = bytesAt(source, at, Math.min(6, source.size - at));
    const { value: size, length } = lebAt(head, 1);
    const offset = at + 1 + length;
    if (offset + size > source.size) throw badBinary("it is cut short within a section");
    if (sections.push({ id: head[0] ?? 0, offset, size }) > MAX_SECTIONS) {
      throw badBinary("more sections than a module has");
    }
    at = offset + size;
  }
  return sections;
}

/** Five bytes at most: 32 bits. */
function lebAt(bytes: Uint8Array, at: number): { value: number; length: number } {
  const last = bytes.subarray(at, at + 5).findIndex((byte) => byte < 0x80);
  if (last === -1) throw badBinary("a number without an end");
  const digits = bytes.subarray(at, at + last + 1);
  const value = digits.reduceRight((sum, byte) => sum * 0x80 + (byte & 0x7f), 0);
  return { value, length: last + 1 };
}

/** Whom it calls: WASI, or Go's own glue for JavaScript. */
function systemOf(source: Source, sections: readonly Section[]): string | null {
  const imports = sections.find(({ id }) => id === SECTION.imports);
  if (imports === undefined) return null;
  const bytes = bytesAt(source, imports.offset, Math.min(imports.size, MAX_IMPORTS));
  const text = Buffer.from(bytes).toString("latin1");
  if (text.includes("wasi_snapshot_preview1")) return "wasip1";
  return text.includes("\x04gojs") || text.includes("syscall/js.") ? "js" : null;
}

function goOf(source: Source, sections: readonly Section[]): GoInfo | null {
  const version = sections
    .filter(({ id, size }) => id === SECTION.custom && size <= MAX_CUSTOM)
    .filter(({ offset, size }) => isProducers(bytesAt(source, offset, Math.min(size, 16))))
    .map(({ offset, size }) => producedBy(bytesAt(source, offset, size)))
    .find((one) => one !== undefined);
  if (version === undefined) return null;
  const data = sections.find(({ id }) => id === SECTION.data);
  return parseModinfo(version, data === undefined ? "" : modinfoIn(source, data));
}

function isProducers(head: Uint8Array): boolean {
  return Buffer.from(head).toString("latin1").startsWith("\x09producers");
}

/** `producers`: name, count of fields, each a name, a count, pairs of name and version (tool conventions). */
function producedBy(section: Uint8Array): string | undefined {
  let at = 0;
  const number = () => {
    const { value, length } = lebAt(section, at);
    at += length;
    return value;
  };
  const name = () => {
    const length = number();
    if (at + length > section.length) throw badBinary("a name without an end");
    const text = utf8(section.subarray(at, at + length));
    at += length;
    return text;
  };
  name();
  for (let fields = number(); fields > 0; fields--) {
    name();
    for (let pairs = number(); pairs > 0; pairs--) {
      const [producer, version] = [name(), name()];
      if (producer === "Go") return version.startsWith("go") ? version : `go${version}`;
    }
  }
  return undefined;
}

function modinfoIn(source: Source, { offset, size }: Section): string {
  for (let at = 0; at < size; at += CHUNK) {
    const chunk = Buffer.from(
      bytesAt(source, offset + at, Math.min(CHUNK + MAX_MODINFO, size - at)),
    );
    const begin = chunk.indexOf(BEGIN);
    const end = begin === -1 ? -1 : chunk.indexOf(END, begin);
    if (end !== -1) return utf8(chunk.subarray(begin + BEGIN.length, end));
  }
  return "";
}
