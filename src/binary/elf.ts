/**
 * ELF headers (System V gABI, chapters 4 and 5): the file header, the segments that are
 * loaded and the sections, all within the file, or it is `bad-binary`.
 *
 *   0x10 type u16, machine u16, version u32, then entry, phoff and shoff as words,
 *   flags u32, ehsize, phentsize, phnum, shentsize, shnum, shstrndx u16 each
 */
import type { Extent } from "./image.ts";
import { badBinary, bytesAt, type Fields, fieldsAt, type Shape, type Source } from "./source.ts";

export interface Segment extends Extent {
  readonly type: number;
  readonly flags: number;
  readonly align: number;
}

export interface Section extends Extent {
  readonly name: string;
}

export interface Elf {
  readonly source: Source;
  readonly shape: Shape;
  readonly type: number;
  readonly machine: number;
  readonly osabi: number;
  readonly segments: readonly Segment[];
  readonly sections: readonly Section[];
}

export const ET = { relocatable: 1, executable: 2, shared: 3, core: 4 } as const;
export const PT = { load: 1, dynamic: 2, interp: 3, note: 4 } as const;
const SHT_NOBITS = 8;
const PN_XNUM = 0xffff;

export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

export function readElf(source: Source): Elf {
  const [, , , , bits, order, , osabi = 0] = bytesAt(source, 0, 16);
  if (bits !== 1 && bits !== 2) throw badBinary(`ELF of class ${bits}`);
  if (order !== 1 && order !== 2) throw badBinary(`ELF of byte order ${order}`);
  const shape = { little: order === 1, wide: bits === 2 };
  const header = fieldsAt(source, { offset: 0, length: shape.wide ? 64 : 52 }, shape);
  const word = shape.wide ? 8 : 4;
  const counts = 0x18 + 3 * word + 4;
  const file = { source, shape };
  const segments = segmentsOf(file, {
    offset: header.word(0x18 + word),
    size: header.u16(counts + 2),
    count: header.u16(counts + 4),
  });
  const sections = sectionsOf(file, {
    offset: header.word(0x18 + 2 * word),
    size: header.u16(counts + 6),
    count: header.u16(counts + 8),
    names: header.u16(counts + 10),
  });
  const [type, machine] = [header.u16(16), header.u16(18)];
  return { ...file, type, machine, osabi, segments, sections };
}

interface File {
  readonly source: Source;
  readonly shape: Shape;
}

interface Table {
  readonly offset: number;
  /** Of an entry. */
  readonly size: number;
  readonly count: number;
}

function segmentsOf(file: File, table: Table): readonly Segment[] {
  const { source, shape } = file;
  if (table.count === PN_XNUM) throw badBinary("more segments than a program has");
  return entriesOf(file, table, shape.wide ? 56 : 32).map((one) => {
    const segment = segmentOf(one, shape);
    if (segment.offset + segment.size > source.size && segment.type === PT.load) {
      throw badBinary(`it is cut short: ${segment.offset + segment.size} bytes are to be loaded`);
    }
    return segment;
  });
}

function segmentOf(one: Fields, { wide }: Shape): Segment {
  return wide
    ? {
        type: one.u32(0),
        flags: one.u32(4),
        offset: one.u64(8),
        address: one.u64(16),
        size: one.u64(32),
        align: one.u64(48),
      }
    : {
        type: one.u32(0),
        offset: one.u32(4),
        address: one.u32(8),
        size: one.u32(16),
        flags: one.u32(24),
        align: one.u32(28),
      };
}

interface NamedTable extends Table {
  /** Index of the section that holds the names. */
  readonly names: number;
}

/** None where they were stripped: nothing that runs a program needs them. */
function sectionsOf(file: File, table: NamedTable): readonly Section[] {
  const { source, shape } = file;
  if (table.offset === 0 || table.count === 0) return [];
  const raw = entriesOf(file, table, shape.wide ? 64 : 40).map((one) => ({
    name: one.u32(0),
    empty: one.u32(4) === SHT_NOBITS,
    address: one.word(shape.wide ? 16 : 12),
    offset: one.word(shape.wide ? 24 : 16),
    size: one.word(shape.wide ? 32 : 20),
  }));
  const strings = raw[table.names];
  if (strings === undefined) return [];
  const names = fieldsAt(source, { offset: strings.offset, length: strings.size }, shape);
  return raw.map(({ name, empty, ...extent }) => ({
    ...extent,
    size: empty ? 0 : extent.size,
    name: names.bytes.length === 0 ? "" : names.text(name),
  }));
}

function entriesOf({ source, shape }: File, table: Table, least: number): readonly Fields[] {
  const { offset, size, count } = table;
  if (count === 0) return [];
  if (size < least) throw badBinary(`table entries of ${size} bytes`);
  bytesAt(source, offset, size * count);
  return Array.from({ length: count }, (_, index) =>
    fieldsAt(source, { offset: offset + index * size, length: least }, shape),
  );
}
