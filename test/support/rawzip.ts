/**
 * Zip files byte by byte (PKWARE APPNOTE 4.3), laid out as Go's module zips
 * are: deflate, sizes in a data descriptor after the data, no modes. Every
 * field that an attacker would set may be set, so nothing is checked here.
 */
import { crc32, deflateRawSync } from "node:zlib";

export interface RawEntry {
  /** Written as given: `..`, absolute, duplicate, whatever the attack needs. */
  readonly name: string | Buffer;
  readonly data: Uint8Array;
  /** 0 stored, 8 deflate (the default). */
  readonly method?: number;
  /** What the headers claim, where that is not the truth. */
  readonly crc?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  /** Unix mode for the external attributes (0o120777 is a symlink); without it DOS, as Go writes. */
  readonly mode?: number;
  /** General purpose flags added to 0x8 (descriptor): 0x1 claims encryption. */
  readonly flags?: number;
  /** A different name in the local header than in the directory. */
  readonly localName?: string;
}

const DESCRIPTOR = 0x8;

/** The zip of these entries in their order. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = localParts(entry);
    directory.push(directoryHeader(entry, { offset, packed: local.packed }));
    parts.push(...local.parts);
    offset += local.parts.reduce((sum, part) => sum + part.length, 0);
  }
  const records = Buffer.concat(directory);
  return Buffer.concat([...parts, records, endRecord(entries.length, records.length, offset)]);
}

function localParts(entry: RawEntry): { parts: Buffer[]; packed: number } {
  const name = Buffer.from(entry.localName ?? entry.name);
  const data = entry.method === 0 ? Buffer.from(entry.data) : deflateRawSync(entry.data);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(DESCRIPTOR | (entry.flags ?? 0), 6);
  header.writeUInt16LE(entry.method ?? 8, 8);
  header.writeUInt16LE(name.length, 26);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  writeClaims(descriptor, 4, { entry, packed: data.length });
  return { parts: [header, name, data, descriptor], packed: data.length };
}

function directoryHeader(entry: RawEntry, at: { offset: number; packed: number }): Buffer {
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(entry.mode === undefined ? 20 : 0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(DESCRIPTOR | (entry.flags ?? 0), 8);
  header.writeUInt16LE(entry.method ?? 8, 10);
  writeClaims(header, 16, { entry, packed: at.packed });
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 38);
  header.writeUInt32LE(at.offset, 42);
  return Buffer.concat([header, name]);
}

/** CRC-32, packed and unpacked size: three fields side by side, here and in the descriptor. */
function writeClaims(into: Buffer, at: number, of: { entry: RawEntry; packed: number }): void {
  const { entry, packed } = of;
  into.writeUInt32LE(entry.crc ?? crc32(entry.data), at);
  into.writeUInt32LE(entry.compressedSize ?? packed, at + 4);
  into.writeUInt32LE(entry.size ?? entry.data.length, at + 8);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
