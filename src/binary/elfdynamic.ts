/**
 * What ELF's loader reads: the dynamic section, by addresses and not by section names, so that a
 * stripped program tells as much. And symbol versions (LSB, "Symbol Versioning"):
 *
 *   verneed   version u16, count u16, file u32, aux u32, next u32
 *   its aux   hash u32, flags u16, other u16, name u32, next u32
 *   verdef    version u16, flags u16, index u16, count u16, hash u32, aux u32, next u32
 *   its aux   name u32, next u32; the first names the version itself
 */
import type { Need } from "./binary.ts";
import { type Elf, PT } from "./elf.ts";
import { bytesAtAddress, type Image } from "./image.ts";
import { badBinary, bytesAt, type Fields, fieldsAt, fieldsOf, utf8 } from "./source.ts";

const DT = {
  needed: 1,
  strtab: 5,
  strsz: 10,
  rpath: 15,
  runpath: 29,
  verdef: 0x6ffffffc,
  verdefnum: 0x6ffffffd,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
  flags1: 0x6ffffffb,
} as const;
const DF_1_PIE = 0x08000000;
const VER_FLG_BASE = 1;
const VER_FLG_WEAK = 2;
/** glibc's libc provides about 45. */
const MAX_VERSIONS = 10_000;
const MAX_ENTRIES = 10_000;
const MAX_INTERPRETER = 4096;

export interface Dynamic {
  readonly libraries: readonly string[];
  readonly libraryPaths: readonly string[];
  readonly needs: readonly Need[];
  readonly provides: readonly string[];
  /** A program that may be loaded anywhere, not a library. */
  readonly pie: boolean;
}

const NONE: Dynamic = { libraries: [], libraryPaths: [], needs: [], provides: [], pie: false };

/** PT_INTERP without its NUL; null in what no loader starts. */
export function interpreterOf({ source, segments }: Elf): string | null {
  const segment = segments.find(({ type }) => type === PT.interp);
  if (segment === undefined) return null;
  if (segment.size > MAX_INTERPRETER) throw badBinary("the path of its loader has no end");
  return utf8(bytesAt(source, segment.offset, segment.size)).replace(/\0.*$/s, "");
}

export function dynamicOf(elf: Elf, image: Image): Dynamic {
  const entries = entriesOf(elf);
  const strings = stringsOf(entries, image);
  if (strings === undefined) return NONE;
  const texts = (tag: number) => all(entries, tag).map((at) => strings.text(at));
  const runpath = texts(DT.runpath);
  const paths = runpath.length > 0 ? runpath : texts(DT.rpath);
  const tables = { image, strings };
  return {
    libraries: texts(DT.needed),
    libraryPaths: paths.flatMap((path) => path.split(":")).filter((path) => path !== ""),
    needs: needsOf(entries, tables),
    provides: providesOf(entries, tables),
    pie: all(entries, DT.flags1).some((flags) => (flags & DF_1_PIE) !== 0),
  };
}

type Entry = readonly [tag: number, value: number];

function all(entries: readonly Entry[], tag: number): readonly number[] {
  return entries.filter(([one]) => one === tag).map(([, value]) => value);
}

function first(entries: readonly Entry[], tag: number): number {
  return all(entries, tag)[0] ?? 0;
}

function entriesOf({ source, shape, segments }: Elf): readonly Entry[] {
  const segment = segments.find(({ type }) => type === PT.dynamic);
  if (segment === undefined) return [];
  const size = shape.wide ? 16 : 8;
  const count = Math.min(Math.floor(segment.size / size), MAX_ENTRIES);
  const table = fieldsAt(source, { offset: segment.offset, length: count * size }, shape);
  const entries = Array.from(
    { length: count },
    (_, index): Entry => [table.word(index * size), table.word(index * size + size / 2)],
  );
  const end = entries.findIndex(([tag]) => tag === 0);
  return end === -1 ? entries : entries.slice(0, end);
}

function stringsOf(entries: readonly Entry[], image: Image): Fields | undefined {
  const [address, size] = [first(entries, DT.strtab), first(entries, DT.strsz)];
  if (address === 0 || size === 0) return undefined;
  return fieldsOf(bytesAtAddress(image, address, size), image.shape);
}

interface Tables {
  readonly image: Image;
  readonly strings: Fields;
}

function needsOf(entries: readonly Entry[], { image, strings }: Tables): readonly Need[] {
  const count = first(entries, DT.verneednum);
  const needs = chain(image, { address: first(entries, DT.verneed), size: 16, count, next: 12 });
  return needs.map(({ address, fields }) => {
    const start = { address: address + fields.u32(8), size: 16, count: fields.u16(2), next: 12 };
    const strong = chain(image, start).filter((one) => (one.fields.u16(4) & VER_FLG_WEAK) === 0);
    return {
      library: strings.text(fields.u32(4)),
      versions: strong.map((one) => strings.text(one.fields.u32(8))),
    };
  });
}

/** Without the base version: it is the library's own name. */
function providesOf(entries: readonly Entry[], { image, strings }: Tables): readonly string[] {
  const count = first(entries, DT.verdefnum);
  const defined = chain(image, { address: first(entries, DT.verdef), size: 20, count, next: 16 });
  return defined
    .filter(({ fields }) => (fields.u16(2) & VER_FLG_BASE) === 0)
    .map(({ address, fields }) => {
      const names = fieldsOf(bytesAtAddress(image, address + fields.u32(12), 8), image.shape);
      return strings.text(names.u32(0));
    });
}

interface Start {
  readonly address: number;
  readonly size: number;
  readonly count: number;
  /** Where an entry says how far the next one is; 0 there ends the chain. */
  readonly next: number;
}

function chain(image: Image, { address, size, count, next }: Start) {
  if (count > MAX_VERSIONS) throw badBinary(`${count} symbol versions`);
  const links: { readonly address: number; readonly fields: Fields }[] = [];
  for (let at = address; links.length < count; ) {
    const fields = fieldsOf(bytesAtAddress(image, at, size), image.shape);
    links.push({ address: at, fields });
    const step = fields.u32(next);
    if (step === 0) break;
    at += step;
  }
  return links;
}
