/**
 * Where the readers get bytes: a file by offset, so that a program of 200 MB is never
 * loaded whole. Everything is checked against the size and against a limit; what does
 * not fit throws `bad-binary`.
 */
import { GosteadError } from "#model/error.ts";

export interface Source {
  readonly size: number;
  /** Exactly these bytes. Asked only for what lies within `size`. */
  read(offset: number, length: number): Uint8Array;
}

/** Byte order and width of words. */
export interface Shape {
  readonly little: boolean;
  readonly wide: boolean;
}

/** Numbers at offsets of a block; beyond its end is `bad-binary`. */
export interface Fields {
  readonly bytes: Uint8Array;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): number;
  /** 64 bits where words are wide, else 32. */
  word(at: number): number;
  /** Up to the next NUL. */
  text(at: number): string;
}

/** The largest table or string block of a program that anybody has a use for. */
const MAX_BLOCK = 32 * 1024 * 1024;
const MAX_TEXT = 4096;

/** `why` says what is wrong with the file: lower case, no final period. */
export function badBinary(why: string): GosteadError {
  return new GosteadError("bad-binary", `it is no program that can be read: ${why}`, {
    fix: "name a whole program: ELF, Mach-O, PE, wasm, a Go archive or a script",
  });
}

export function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** Throws `bad-binary` for what lies beyond the end or is larger than any table may be. */
export function bytesAt(source: Source, offset: number, length: number): Uint8Array {
  if (length > MAX_BLOCK) throw badBinary(`a table of ${length} bytes`);
  if (offset < 0 || length < 0 || offset + length > source.size) {
    throw badBinary(`it ends at byte ${source.size}, and names byte ${offset + length}`);
  }
  return source.read(offset, length);
}

/** The part of a larger file, as a file of its own. */
export function partOf(source: Source, offset: number, size: number): Source {
  if (offset + size > source.size) throw badBinary("a part of it reaches beyond its end");
  return { size, read: (at, length) => source.read(offset + at, length) };
}

export function fieldsAt(
  source: Source,
  { offset, length }: { readonly offset: number; readonly length: number },
  shape: Shape,
): Fields {
  return fieldsOf(bytesAt(source, offset, length), shape);
}

export function fieldsOf(bytes: Uint8Array, { little, wide }: Shape): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (at: number, size: number) => {
    if (at >= 0 && at + size <= bytes.length) return at;
    throw badBinary("a field lies outside its table");
  };
  const u32 = (at: number) => view.getUint32(within(at, 4), little);
  const u64 = (at: number) => Number(view.getBigUint64(within(at, 8), little));
  return {
    bytes,
    u8: (at) => view.getUint8(within(at, 1)),
    u16: (at) => view.getUint16(within(at, 2), little),
    u32,
    u64,
    word: wide ? u64 : u32,
    text: (at) => textAt(bytes, within(at, 1)),
  };
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  if (end === -1 || end - at > MAX_TEXT) throw badBinary("a name without an end");
  return utf8(bytes.subarray(at, end));
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
