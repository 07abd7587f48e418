/**
 * A zip's central directory and local headers over bytes (APPNOTE.TXT 4.3.7,
 * 4.3.12, ZIP64 extra field 4.5.3), little-endian. Reads what is written and
 * judges nothing but form: zipcheck.ts decides what a toolchain may hold.
 *
 *   directory: 46 bytes, name, extra, comment     local: 30 bytes, name, extra, data
 */
import type { ToolchainEntry, ZipEntry } from "./entry.ts";
import { readWideNumber, type ZipEnd } from "./zipend.ts";
import { badZip } from "./zipfault.ts";

const DIRECTORY_SIGNATURE = 0x02014b50;
const DIRECTORY_LENGTH = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_LENGTH = 30;
const ZIP64_EXTRA = 1;
/** Systems whose upper attribute bits are a unix mode (APPNOTE 4.4.2). */
const UNIX = 3;
const MACOS = 19;
const MAX32 = 0xffffffff;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * All entries as the directory lists them. `bytes` is the tail that `end` was
 * found in. Throws `bad-zip`.
 */
export function readDirectory(bytes: Uint8Array, end: ZipEnd): ZipEntry[] {
  const directory = Buffer.from(
    bytes.buffer,
    bytes.byteOffset + end.start,
    Math.min(end.directorySize, Math.max(0, bytes.byteLength - end.start)),
  );
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < end.entries) {
    const next = nextRecord(directory, at);
    entries.push(readEntry(directory, at));
    at = next;
  }
  if (at !== directory.length) {
    throw badZip(`its directory has ${directory.length - at} bytes more than its entries`);
  }
  return entries;
}

/** Where the record after the one at `at` begins; throws unless all of this one is there. */
function nextRecord(directory: Buffer, at: number): number {
  if (at + DIRECTORY_LENGTH > directory.length) throw badZip("its directory is cut off");
  if (directory.readUInt32LE(at) !== DIRECTORY_SIGNATURE) {
    throw badZip(`its directory has no entry where one must be, at byte ${at}`);
  }
  const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
  const next = at + DIRECTORY_LENGTH + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  if (next > directory.length) throw badZip("its directory is cut off");
  return next;
}

function readEntry(directory: Buffer, at: number): ZipEntry {
  const nameEnd = at + DIRECTORY_LENGTH + directory.readUInt16LE(at + 28);
  const isUnix = directory[at + 5] === UNIX || directory[at + 5] === MACOS;
  const entry = {
    name: decodeName(directory.subarray(at + DIRECTORY_LENGTH, nameEnd)),
    method: directory.readUInt16LE(at + 10),
    flags: directory.readUInt16LE(at + 8),
    mode: isUnix ? directory.readUInt16LE(at + 40) : 0,
    crc32: directory.readUInt32LE(at + 16),
    compressedSize: directory.readUInt32LE(at + 20),
    size: directory.readUInt32LE(at + 24),
    headerOffset: directory.readUInt32LE(at + 42),
  };
  if (entry.size !== MAX32 && entry.compressedSize !== MAX32 && entry.headerOffset !== MAX32) {
    return entry;
  }
  const extra = directory.subarray(nameEnd, nameEnd + directory.readUInt16LE(at + 30));
  return widened(entry, zip64Field(extra, entry.name));
}

/** Names are UTF-8 whatever the flag says, as archive/zip hands them on; ASCII takes the short way. */
function decodeName(bytes: Buffer): string {
  const plain = bytes.toString("latin1");
  if (!/[\x80-\xff]/.test(plain)) return plain;
  try {
    return utf8.decode(bytes);
  } catch {
    throw badZip("has a name that is not UTF-8", plain);
  }
}

/** The numbers that did not fit 32 bits, in this order; each stands there only when needed. */
function widened(entry: ZipEntry, field: Buffer): ZipEntry {
  let at = 0;
  const wide = (value: number): number => {
    if (value !== MAX32) return value;
    if (at + 8 > field.length) throw badZip("lacks the ZIP64 field for its size", entry.name);
    at += 8;
    return readWideNumber(field, at - 8);
  };
  const size = wide(entry.size);
  const compressedSize = wide(entry.compressedSize);
  return { ...entry, size, compressedSize, headerOffset: wide(entry.headerOffset) };
}

function zip64Field(extra: Buffer, name: string): Buffer {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) break;
    if (extra.readUInt16LE(at) === ZIP64_EXTRA) return extra.subarray(at + 4, end);
    at = end;
  }
  throw badZip("lacks the ZIP64 field for its size", name);
}

/**
 * Where an entry's data begins, counted from its local header. `header` starts
 * at entry.headerOffset and holds at least the whole header. Throws `bad-zip`
 * unless the local header is the same entry: signature, name, method, flags.
 */
export function dataOffset(header: Uint8Array, entry: ToolchainEntry): number {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const fail = (what: string) => badZip(what, entry.name);
  if (bytes.length < LOCAL_LENGTH) throw fail("has a local header that is cut off");
  if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw fail(`has no local header at byte ${entry.headerOffset}`);
  }
  const nameEnd = LOCAL_LENGTH + bytes.readUInt16LE(26);
  const start = nameEnd + bytes.readUInt16LE(28);
  if (bytes.length < start) throw fail("has a local header that is cut off");
  if (bytes.toString("utf8", LOCAL_LENGTH, nameEnd) !== entry.zipName) {
    throw fail("has another name in its local header");
  }
  if (bytes.readUInt16LE(8) !== entry.method || bytes.readUInt16LE(6) !== entry.flags) {
    throw fail("has another method or other flags in its local header");
  }
  if (entry.headerOffset + start + entry.compressedSize > entry.end) {
    throw fail("has data that runs into what follows");
  }
  return start;
}
