/**
 * What a toolchain's zip may hold, decided from its directory before a byte of
 * content is fetched. The rules are those of golang.org/x/mod/zip (Unzip,
 * module.CheckFilePath) and stricter: no directory entries, since published
 * toolchains have none and the h1 would count them as files.
 *
 * A name: the module's prefix, then elements of letters, digits and plain
 * punctuation; none empty, of dots only, or reserved by Windows; no two names
 * alike when case is folded; no file that is also a directory.
 */

import type { ToolchainEntry, ZipEntry } from "./entry.ts";
import { badZip } from "./zipfault.ts";
import { refuseCollisions, refuseUnsafeName } from "./zipnames.ts";

/** Bounds of a toolchain (security S3): 256 MiB a file, 1 GiB a tree. */
export interface ZipLimits {
  readonly fileBytes: number;
  readonly treeBytes: number;
}

export const TOOLCHAIN_LIMITS: ZipLimits = { fileBytes: 256 * 2 ** 20, treeBytes: 2 ** 30 };

export interface CheckOptions {
  /** `golang.org/toolchain@VERSION/`, exactly. */
  readonly prefix: string;
  /** Where the entries' data must end. */
  readonly directoryOffset: number;
  readonly limits?: ZipLimits;
}

const LOCAL_LENGTH = 30;
/** Compression hints (bits 1, 2), data descriptor (3), UTF-8 (11); the rest encrypts or patches. */
const ALLOWED_FLAGS = 0x080e;
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/**
 * The entries of a toolchain in the order of their headers, each with its
 * extent. Throws `bad-zip` naming the first entry that breaks a rule.
 */
export function checkEntries(
  entries: readonly ZipEntry[],
  { prefix, directoryOffset, limits = TOOLCHAIN_LIMITS }: CheckOptions,
): ToolchainEntry[] {
  if (entries.length === 0) throw badZip("it is empty");
  let total = 0;
  for (const entry of entries) {
    refuseForm(entry);
    refuseSize(entry, limits);
    refuseUnsafeName(entry.name, prefix);
    total += entry.size;
  }
  if (total > limits.treeBytes) {
    throw badZip(`its files have ${total} bytes together, at most ${limits.treeBytes} allowed`);
  }
  const laid = layOut(entries, { prefix, directoryOffset });
  refuseCollisions(laid.map(({ name }) => name));
  return laid;
}

function refuseForm({ name, method, flags, mode }: ZipEntry): void {
  if (method !== 0 && method !== 8) throw badZip(`is packed by an unknown method, ${method}`, name);
  if ((flags & 0x2041) !== 0) throw badZip("is encrypted", name);
  if ((flags & ~ALLOWED_FLAGS) !== 0) {
    throw badZip(`has flags nobody needs, 0x${flags.toString(16)}`, name);
  }
  const type = mode & TYPE_MASK;
  if (type !== 0 && type !== REGULAR) {
    throw badZip(`is a link, device or directory, not a file (mode 0${mode.toString(8)})`, name);
  }
}

function refuseSize({ name, method, size, compressedSize }: ZipEntry, limits: ZipLimits): void {
  if (size > limits.fileBytes) {
    throw badZip(`has ${size} bytes, at most ${limits.fileBytes} allowed`, name);
  }
  if (method === 0 && size !== compressedSize) {
    throw badZip(`is stored, but its ${size} bytes take ${compressedSize}`, name);
  }
}

/** Every entry's data lies between its header and what follows; none shares a byte with another. */
function layOut(
  entries: readonly ZipEntry[],
  { prefix, directoryOffset }: { prefix: string; directoryOffset: number },
): ToolchainEntry[] {
  const ordered = entries.toSorted((a, b) => a.headerOffset - b.headerOffset);
  return ordered.map((entry, index) => {
    const end = ordered[index + 1]?.headerOffset ?? directoryOffset;
    const { name, headerOffset, compressedSize } = entry;
    if (headerOffset + LOCAL_LENGTH + name.length + compressedSize > end) {
      throw badZip(`at byte ${headerOffset} runs into what follows at ${end}`, name);
    }
    return {
      name: name.slice(prefix.length),
      zipName: name,
      method: entry.method === 0 ? 0 : 8,
      flags: entry.flags,
      crc32: entry.crc32,
      compressedSize,
      size: entry.size,
      headerOffset,
      end,
    };
  });
}
