/**
 * Where a zip's directory is: the end of central directory record, the last
 * thing in the file (APPNOTE.TXT 4.3.16), and before it, when a number does not
 * fit, the ZIP64 record and its locator (4.3.14, 4.3.15).
 *
 *   ... | directory | [ZIP64 end 56 | locator 20] | end 22 | comment
 *
 * Stricter than archive/zip: the records must touch, end where the file ends
 * and count from its first byte, so a zip has one reading only. Needs nothing
 * but the file's last bytes and its size.
 */
import { badZip, refuseWebPage } from "./zipfault.ts";

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_LENGTH = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_LENGTH = 56;

/** Five times the largest toolchain's; what is more only wants our memory. */
const MAX_DIRECTORY = 8 * 1024 * 1024;
const HEADER_LENGTH = 46;

export interface ZipEnd {
  readonly kind: "end";
  /** Byte offset in the file. */
  readonly directoryOffset: number;
  /** Bytes. */
  readonly directorySize: number;
  readonly entries: number;
  /** Where the directory begins in the tail that was searched. */
  readonly start: number;
}

/** The tail must begin at file offset `from` or before. */
export interface NeedMore {
  readonly kind: "more";
  readonly from: number;
}

/**
 * `tail`: the last bytes of a file of `fileSize` bytes. Answers `more` when the
 * directory begins before the tail; throws `bad-zip`, or `bad-answer` for a web page.
 */
export function findEnd(tail: Uint8Array, fileSize: number): ZipEnd | NeedMore {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const tailOffset = fileSize - bytes.length;
  if (tailOffset < 0) throw badZip(`it has ${fileSize} bytes, but its tail ${bytes.length}`);
  const at = findRecord(bytes);
  if (at === undefined) {
    const from = Math.max(0, fileSize - END_LENGTH - MAX_COMMENT);
    if (from < tailOffset) return { kind: "more", from };
    refuseWebPage(bytes);
    throw badZip("it has no end of central directory record: cut off, or no zip");
  }
  const plain = readEnd(bytes, at);
  const wide = isWide(plain) ? findWide(bytes, { at, tailOffset }) : undefined;
  if (wide !== undefined && "kind" in wide) return wide;
  const end = wide ?? { ...plain, endsAt: tailOffset + at };
  refuseImpossible(end);
  if (end.directoryOffset < tailOffset) return { kind: "more", from: end.directoryOffset };
  const { directoryOffset, directorySize, entries } = end;
  const start = directoryOffset - tailOffset;
  return { kind: "end", directoryOffset, directorySize, entries, start };
}

interface Numbers {
  readonly directoryOffset: number;
  readonly directorySize: number;
  readonly entries: number;
}

interface Placed extends Numbers {
  /** File offset of the record that must follow the directory. */
  readonly endsAt: number;
}

/** The record whose comment ends with the file; the last one, should a comment hold another. */
function findRecord(bytes: Buffer): number | undefined {
  const lowest = Math.max(0, bytes.length - END_LENGTH - MAX_COMMENT);
  for (let at = bytes.length - END_LENGTH; at >= lowest; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + END_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return undefined;
}

function readEnd(bytes: Buffer, at: number): Numbers {
  const entries = bytes.readUInt16LE(at + 10);
  refuseDisks(bytes.readUInt16LE(at + 4) + bytes.readUInt16LE(at + 6));
  refuseSplit(bytes.readUInt16LE(at + 8), entries);
  return {
    entries,
    directorySize: bytes.readUInt32LE(at + 12),
    directoryOffset: bytes.readUInt32LE(at + 16),
  };
}

/** One number at its largest says that ZIP64 records may hold the real ones. */
function isWide({ entries, directorySize, directoryOffset }: Numbers): boolean {
  return entries === 0xffff || directorySize === 0xffffffff || directoryOffset === 0xffffffff;
}

/** Undefined when there is no locator: then the numbers of the end record are meant as they stand. */
function findWide(
  bytes: Buffer,
  { at, tailOffset }: { at: number; tailOffset: number },
): Placed | NeedMore | undefined {
  const locator = at - LOCATOR_LENGTH;
  const record = locator - END64_LENGTH;
  if (record < 0 && tailOffset > 0) return { kind: "more", from: Math.max(0, tailOffset + record) };
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_SIGNATURE) return undefined;
  const endsAt = readWideNumber(bytes, locator + 8);
  if (endsAt !== tailOffset + record || bytes.readUInt32LE(record) !== END64_SIGNATURE) {
    throw badZip(`it has no ZIP64 end record before its locator, but at ${endsAt}`);
  }
  refuseDisks(bytes.readUInt32LE(locator + 4) + bytes.readUInt32LE(locator + 16) - 1);
  return { ...readEnd64(bytes, record), endsAt };
}

function readEnd64(bytes: Buffer, at: number): Numbers {
  const length = readWideNumber(bytes, at + 4);
  if (length !== END64_LENGTH - 12) throw badZip(`its ZIP64 end record claims ${length} bytes`);
  const entries = readWideNumber(bytes, at + 32);
  refuseDisks(bytes.readUInt32LE(at + 16) + bytes.readUInt32LE(at + 20));
  refuseSplit(readWideNumber(bytes, at + 24), entries);
  return {
    entries,
    directorySize: readWideNumber(bytes, at + 40),
    directoryOffset: readWideNumber(bytes, at + 48),
  };
}

/** 64 bits; throws for a number that no file here can need. */
export function readWideNumber(bytes: Buffer, at: number): number {
  const value = bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x100000000;
  if (!Number.isSafeInteger(value)) throw badZip(`it has an impossible 64-bit number: ${value}`);
  return value;
}

function refuseDisks(disks: number): void {
  if (disks !== 0) throw badZip("it is one part of several");
}

function refuseSplit(here: number, all: number): void {
  if (here !== all) throw badZip(`it has ${here} of ${all} entries: one part of several`);
}

function refuseImpossible({ directoryOffset, directorySize, entries, endsAt }: Placed): void {
  if (directoryOffset + directorySize !== endsAt) {
    throw badZip(
      `its directory of ${directorySize} bytes at ${directoryOffset} does not end where the end record begins, ${endsAt}`,
    );
  }
  if (directorySize > MAX_DIRECTORY) {
    throw badZip(`its directory has ${directorySize} bytes, at most ${MAX_DIRECTORY} allowed`);
  }
  if (entries * HEADER_LENGTH > directorySize) {
    throw badZip(`its directory of ${directorySize} bytes cannot hold ${entries} entries`);
  }
}
