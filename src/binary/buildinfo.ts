/**
 * Go's build info, as debug/buildinfo reads it: 32 bytes at a multiple of 16 in a section
 * of their own or in writable data.
 *
 *   0   \xff " Go buildinf:"     14 bytes
 *   14  size of a pointer
 *   15  flags: 1 big endian, 2 the strings follow inline (Go 1.18 on)
 *   16  before 1.18: a pointer to the string header of the version, then one of the module text
 *   32  from 1.18: varint and version, varint and module text
 *
 * The module text stands between two marks of 16 bytes.
 */
import { bytesAtAddress, type Extent, type Image } from "./image.ts";
import { type GoInfo, parseModinfo } from "./modinfo.ts";
import { badBinary, bytesAt, fieldsOf, type Source, utf8 } from "./source.ts";

const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");
const ALIGN = 16;
const HEADER = 32;
const MARK = 16;
const CHUNK = 1024 * 1024;
/** Writable data of the largest programs has some 10 MB; the blob stands near its start. */
const MAX_SCAN = 64 * CHUNK;
const MAX_VERSION = 1024;
const MAX_MODINFO = 16 * 1024 * 1024;
const MAX_VARINT_BYTES = 10;

/** Null where there is none: not Go's, or stripped of it. Throws `bad-binary` for a damaged one. */
export function goInfoOf(image: Image): GoInfo | null {
  for (const extent of image.data) {
    const found = findMagic(image.source, extent);
    if (found !== undefined) return decode(image, found);
  }
  return null;
}

function findMagic(source: Source, { address, offset, size }: Extent): number | undefined {
  const end = offset + Math.min(size, MAX_SCAN);
  // Alignment is of the address; a mark may not be split between two chunks.
  const skew = address % ALIGN;
  for (let at = offset; at < end; at += CHUNK) {
    const chunk = Buffer.from(bytesAt(source, at, Math.min(CHUNK + HEADER, end - at)));
    for (let hit = chunk.indexOf(MAGIC); hit !== -1; hit = chunk.indexOf(MAGIC, hit + 1)) {
      if ((at - offset + hit + skew) % ALIGN === 0) return at + hit;
    }
  }
  return undefined;
}

function decode(image: Image, at: number): GoInfo {
  const header = bytesAt(image.source, at, HEADER);
  const flags = header[15] ?? 0;
  const [version, modinfo] = (flags & 2) !== 0 ? inline(image, at) : pointed(image, header);
  if (version.length === 0) throw badBinary("its build info names no Go version");
  return parseModinfo(utf8(version), utf8(withoutMarks(modinfo)));
}

type Strings = readonly [version: Uint8Array, modinfo: Uint8Array];

function inline({ source }: Image, at: number): Strings {
  const version = counted(source, at + HEADER, MAX_VERSION);
  return [version.bytes, counted(source, version.next, MAX_MODINFO).bytes];
}

/** A varint, and as many bytes. */
function counted(source: Source, at: number, max: number) {
  const head = bytesAt(source, at, Math.min(MAX_VARINT_BYTES, source.size - at));
  const last = head.findIndex((byte) => byte < 0x80);
  if (last === -1) throw badBinary("its build info holds a number without an end");
  const length = head
    .subarray(0, last + 1)
    .reduceRight((sum, byte) => sum * 0x80 + (byte & 0x7f), 0);
  if (length > max) throw badBinary(`its build info holds a string of ${length} bytes`);
  const start = at + last + 1;
  return { bytes: bytesAt(source, start, length), next: start + length };
}

function pointed(image: Image, header: Uint8Array): Strings {
  const size = header[14] ?? 0;
  if (size !== 4 && size !== 8) throw badBinary(`its build info has pointers of ${size} bytes`);
  const shape = { little: ((header[15] ?? 0) & 1) === 0, wide: size === 8 };
  const fields = fieldsOf(header, shape);
  const string = (address: number, max: number) => {
    if (address === 0) return new Uint8Array();
    const said = fieldsOf(bytesAtAddress(image, address, 2 * size), shape);
    const length = said.word(size);
    if (length > max) throw badBinary(`its build info holds a string of ${length} bytes`);
    return bytesAtAddress(image, said.word(0), length);
  };
  return [string(fields.word(16), MAX_VERSION), string(fields.word(16 + size), MAX_MODINFO)];
}

function withoutMarks(bytes: Uint8Array): Uint8Array {
  const marked = bytes.length > 2 * MARK && bytes[bytes.length - MARK - 1] === 0x0a;
  return marked ? bytes.subarray(MARK, -MARK) : new Uint8Array();
}
