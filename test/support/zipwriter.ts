/**
 * A zip writer for tests, independent of the reader in src/goproxy: APPNOTE.TXT
 * 4.3 record by record, little-endian. By default it writes what golang.org/toolchain
 * zips look like: deflate, data descriptors (flag bit 3), unix 0644 attributes.
 * Every field can be made to lie by an override; nothing is checked.
 *
 *   writeZip([{ name: "m@v/a", data: "hello" }])                 a plain zip
 *   writeZip([{ name: "m@v/a", data: "x", size: 9 }])            both headers lie about the size
 *   writeZip(files, { zip64: true, descriptor: false })          ZIP64 records, sizes in the local header
 */
import { crc32, deflateRawSync } from "node:zlib";

const UTF8_FLAG = 0x800;
const DESCRIPTOR_FLAG = 0x8;
const MAX32 = 0xffffffff;
const MAX16 = 0xffff;

export interface ZipFile {
  /** A string is written as UTF-8; bytes are written as they are. */
  readonly name: string | Uint8Array;
  readonly data: string | Uint8Array;
  /** 8 (deflate) unless given; any method other than 0 stores the deflated bytes. */
  readonly method?: number;
  /** The stored bytes, instead of what `method` makes of `data` (a bomb, a cut stream). */
  readonly packed?: Uint8Array;
  readonly crc32?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly flags?: number;
  /** Upper 16 bits are the unix mode: 0o120777 << 16 is a symbolic link. */
  readonly externalAttributes?: number;
  /** Upper byte is the system: 3 unix, 0 DOS. */
  readonly madeBy?: number;
  /** In the central directory only: where the local header is said to be. */
  readonly headerOffset?: number;
  readonly extra?: Uint8Array;
  /** What the local header says instead, where it may differ from the directory. */
  readonly local?: { readonly name?: string; readonly method?: number; readonly flags?: number };
  /** False leaves the entry out of the directory: bytes that nobody lists. */
  readonly listed?: boolean;
  /** Replaces the four bytes of the local header's signature. */
  readonly localSignature?: number;
}

export interface ZipOptions {
  readonly zip64?: boolean;
  /** Sizes and CRC after the data, as Go writes them (default), or in the local header. */
  readonly descriptor?: boolean;
  readonly comment?: string | Uint8Array;
  /** Bytes before the first local header; offsets in the records take no notice of them. */
  readonly junkBefore?: Uint8Array;
  /** Bytes after the end record. */
  readonly junkAfter?: Uint8Array;
  readonly entries?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  /** Where the ZIP64 locator says the ZIP64 end record is. */
  readonly zip64EndOffset?: number;
}

interface Packed {
  readonly file: ZipFile;
  readonly name: Uint8Array;
  readonly bytes: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly flags: number;
  readonly offset: number;
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** The whole archive; entries lie in the order given. */
export function writeZip(files: readonly ZipFile[], options: ZipOptions = {}): Buffer {
  const parts: Uint8Array[] = [];
  const packed: Packed[] = [];
  let offset = 0;
  for (const file of files) {
    const one = pack(file, offset, options);
    const bytes = localRecord(one, options);
    parts.push(bytes);
    packed.push(one);
    offset += bytes.length;
  }
  const listed = packed.filter(({ file }) => file.listed !== false);
  const directory = Buffer.concat(listed.map((one) => directoryRecord(one, options)));
  const end = endRecords({ offset, size: directory.length, count: listed.length }, options);
  const before = options.junkBefore ?? new Uint8Array(0);
  const after = options.junkAfter ?? new Uint8Array(0);
  return Buffer.concat([before, ...parts, directory, end, after]);
}

function pack(file: ZipFile, offset: number, options: ZipOptions): Packed {
  const data = bytesOf(file.data);
  const method = file.method ?? 8;
  const bytes = file.packed ?? (method === 0 ? data : deflateRawSync(data));
  const natural = UTF8_FLAG | (options.descriptor === false ? 0 : DESCRIPTOR_FLAG);
  return {
    file,
    name: bytesOf(file.name),
    bytes,
    crc: file.crc32 ?? crc32(data),
    size: file.size ?? data.length,
    compressedSize: file.compressedSize ?? bytes.length,
    method,
    flags: file.flags ?? natural,
    offset,
  };
}

function localRecord(one: Packed, options: ZipOptions): Uint8Array {
  const late = options.descriptor !== false;
  const wide = options.zip64 === true && !late;
  const name = one.file.local?.name === undefined ? one.name : bytesOf(one.file.local.name);
  const extra = Buffer.concat([
    one.file.extra ?? new Uint8Array(0),
    wide ? zip64Extra([one.size, one.compressedSize]) : new Uint8Array(0),
  ]);
  const header = record(
    [4, one.file.localSignature ?? 0x04034b50],
    [2, options.zip64 === true ? 45 : 20],
    [2, one.file.local?.flags ?? one.flags],
    [2, one.file.local?.method ?? one.method],
    [4, 0],
    [4, late ? 0 : one.crc],
    [4, late ? 0 : wide ? MAX32 : one.compressedSize],
    [4, late ? 0 : wide ? MAX32 : one.size],
    [2, name.length],
    [2, extra.length],
  );
  const tail = late ? descriptor(one, options) : new Uint8Array(0);
  return Buffer.concat([header, name, extra, one.bytes, tail]);
}

function descriptor(one: Packed, options: ZipOptions): Uint8Array {
  const width = options.zip64 === true ? 8 : 4;
  return record([4, 0x08074b50], [4, one.crc], [width, one.compressedSize], [width, one.size]);
}

function directoryRecord(one: Packed, options: ZipOptions): Uint8Array {
  const wide = options.zip64 === true;
  const offset = one.file.headerOffset ?? one.offset;
  const extra = Buffer.concat([
    one.file.extra ?? new Uint8Array(0),
    wide ? zip64Extra([one.size, one.compressedSize, offset]) : new Uint8Array(0),
  ]);
  const header = record(
    [4, 0x02014b50],
    [2, one.file.madeBy ?? 0x314],
    [2, wide ? 45 : 20],
    [2, one.flags],
    [2, one.method],
    [4, 0],
    [4, one.crc],
    [4, wide ? MAX32 : one.compressedSize],
    [4, wide ? MAX32 : one.size],
    [2, one.name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, one.file.externalAttributes ?? 0o100644 * 0x10000],
    [4, wide ? MAX32 : offset],
  );
  return Buffer.concat([header, one.name, extra]);
}

function endRecords(
  at: { offset: number; size: number; count: number },
  options: ZipOptions,
): Uint8Array {
  const wide = options.zip64 === true;
  const count = options.entries ?? at.count;
  const size = options.directorySize ?? at.size;
  const offset = options.directoryOffset ?? at.offset;
  const disk = options.disk ?? 0;
  const comment = bytesOf(options.comment ?? "");
  const end = record(
    [4, 0x06054b50],
    [2, disk],
    [2, disk],
    [2, wide ? MAX16 : count],
    [2, wide ? MAX16 : count],
    [4, wide ? MAX32 : size],
    [4, wide ? MAX32 : offset],
    [2, comment.length],
  );
  if (!wide) return Buffer.concat([end, comment]);
  const end64 = record(
    [4, 0x06064b50],
    [8, 44],
    [2, 45],
    [2, 45],
    [4, disk],
    [4, disk],
    [8, count],
    [8, count],
    [8, size],
    [8, offset],
  );
  const position = options.zip64EndOffset ?? at.offset + at.size;
  const locator = record([4, 0x07064b50], [4, 0], [8, position], [4, 1]);
  return Buffer.concat([end64, locator, end, comment]);
}

function zip64Extra(values: readonly number[]): Uint8Array {
  const fields = values.map((value): Field => [8, value]);
  return record([2, 1], [2, 8 * values.length], ...fields);
}

function record(...fields: readonly Field[]): Uint8Array {
  const out = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) out.writeBigUInt64LE(BigInt(value), at);
    else out.writeUIntLE(value % 2 ** (8 * bytes), at, bytes);
    at += bytes;
  }
  return out;
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? Buffer.from(text, "utf8") : text;
}
