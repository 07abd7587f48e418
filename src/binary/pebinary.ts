/**
 * PE (Microsoft's "PE Format"): `MZ`, at 0x3c the offset of the header.
 *
 *   PE\0\0, machine u16, sections u16, 12 bytes, optional header size u16, characteristics u16
 *   optional header: magic u16 (0x10b: 32 bits, 0x20b: 64); image base, subsystem; data directories, the second are imports
 *   sections, 40 bytes each: name 8, virtual size, virtual address, raw size, raw offset u32 each, …, characteristics
 */
import { type Binary, binaryOf } from "./binary.ts";
import { goInfoOf } from "./buildinfo.ts";
import { bytesAtAddress, type Extent, type Image } from "./image.ts";
import {
  badBinary,
  bytesAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  type Source,
  utf8,
} from "./source.ts";

const NARROW = { little: true, wide: false };
const MACHINES: Readonly<Record<number, readonly [name: string, arch: string]>> = {
  332: ["Intel 80386", "386"],
  448: ["ARM", "arm"],
  452: ["ARM Thumb-2", "arm"],
  34404: ["AMD x86-64", "amd64"],
  43620: ["ARM64", "arm64"],
};
const DLL = 0x2000;
/** Initialized data that may be read and written: what debug/buildinfo looks through. */
const DATA = 0xc0000040;
const EFI = [10, 11, 12, 13];
const MAX_IMPORTS = 4096;
const MAX_NAME = 256;

export function isPe(head: Uint8Array): boolean {
  return head[0] === 0x4d && head[1] === 0x5a;
}

export function peBinary(source: Source): Binary {
  const at = fieldsAt(source, { offset: 0, length: 64 }, NARROW).u32(0x3c);
  const header = fieldsAt(source, { offset: at, length: 24 }, NARROW);
  if (header.u32(0) !== 0x4550) throw badBinary("a program for DOS");
  const optional = fieldsAt(source, { offset: at + 24, length: header.u16(20) }, NARROW);
  const magic = optional.u16(0);
  if (magic !== 0x10b && magic !== 0x20b) throw badBinary(`PE of kind 0x${magic.toString(16)}`);
  const wide = magic === 0x20b;
  const [machine, arch] = MACHINES[header.u16(4)] ?? [`PE machine ${header.u16(4)}`, null];
  const table = { offset: at + 24 + header.u16(20), length: 40 * header.u16(6) };
  const image = imageOf(
    source,
    wide,
    sectionsOf(fieldsAt(source, table, NARROW), table.length / 40),
  );
  return binaryOf({
    format: "pe",
    kind: (header.u16(22) & DLL) === 0 ? "executable" : "library",
    os: EFI.includes(optional.u16(68)) ? null : "windows",
    arch,
    machine,
    class: wide ? 64 : 32,
    endian: "little",
    ...importsOf(optional, image, wide),
    go: goInfoOf(based(image, optional, wide)),
  });
}

interface Section extends Extent {
  readonly writable: boolean;
}

function sectionsOf(table: Fields, count: number): readonly Section[] {
  return Array.from({ length: count }, (_, index) => {
    const at = index * 40;
    return {
      address: table.u32(at + 12),
      size: Math.min(table.u32(at + 16), table.u32(at + 8) || table.u32(at + 16)),
      offset: table.u32(at + 20),
      writable: (table.u32(at + 36) & DATA) >>> 0 === DATA,
    };
  });
}

/** Addresses as headers have them: relative to where the image is loaded. */
function imageOf(source: Source, wide: boolean, sections: readonly Section[]): Image {
  for (const { offset, size } of sections) {
    if (offset + size > source.size)
      throw badBinary(`it is cut short: ${offset + size} bytes are to be loaded`);
  }
  const data = sections.filter(({ writable, size }) => writable && size > 0);
  return { source, shape: { little: true, wide }, loaded: sections, data };
}

/** And as pointers within it have them. */
function based(image: Image, optional: Fields, wide: boolean): Image {
  const words = fieldsOf(optional.bytes, { little: true, wide });
  const base = words.word(wide ? 24 : 28);
  const moved = (one: Extent) => ({ ...one, address: one.address + base });
  return { ...image, loaded: image.loaded.map(moved), data: image.data.map(moved) };
}

/** Descriptors of 20 bytes until one of zeros; the fourth word leads to the library's name. */
function importsOf(
  optional: Fields,
  image: Image,
  wide: boolean,
): Pick<Binary, "libraries" | "linking"> {
  const at = wide ? 112 : 96;
  const directories = optional.u32(at - 4);
  const table = directories > 1 ? optional.u32(at + 8) : 0;
  const libraries: string[] = [];
  while (table !== 0 && libraries.length < MAX_IMPORTS) {
    const entry = bytesAtAddress(image, table + libraries.length * 20, 20);
    const name = fieldsOf(entry, NARROW).u32(12);
    if (name === 0) break;
    libraries.push(nameAt(image, name));
  }
  return { libraries, linking: libraries.length > 0 ? "dynamic" : "static" };
}

function nameAt(image: Image, address: number): string {
  const section = image.loaded.find(
    (one) => address >= one.address && address < one.address + one.size,
  );
  if (section === undefined) throw badBinary("a library without a name");
  const offset = section.offset + (address - section.address);
  const bytes = bytesAt(image.source, offset, Math.min(MAX_NAME, image.source.size - offset));
  const end = bytes.indexOf(0);
  if (end <= 0) throw badBinary("a library without a name");
  return utf8(bytes.subarray(0, end));
}
