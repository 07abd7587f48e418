/** One published file, without the rest: its bytes by range, inflated. */
import { inflateRawSync } from "node:zlib";
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { dataOffset } from "#goproxy/zip.ts";
import { GosteadError } from "#model/error.ts";
import type { ToolchainZip } from "#source/zip.ts";

const MAX_SINGLE = 1 << 20;

/**
 * The content of a small entry, cut at its announced size. Not proven by itself:
 * the caller puts its hash into the manifest.
 */
export async function readEntry(zip: ToolchainZip, entry: ToolchainEntry): Promise<Uint8Array> {
  if (entry.size > MAX_SINGLE || entry.end - entry.headerOffset > 2 * MAX_SINGLE) {
    throw new GosteadError(
      "bad-zip",
      `${entry.name} has ${entry.size} bytes, more than one small file`,
    );
  }
  const parts: Uint8Array[] = [];
  for await (const chunk of zip.read(entry.headerOffset, entry.end)) parts.push(chunk);
  const region = Buffer.concat(parts);
  const start = dataOffset(region, entry);
  const packed = region.subarray(start, start + entry.compressedSize);
  if (entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(64, entry.size) });
  } catch (cause) {
    throw new GosteadError("bad-zip", `zip entry ${entry.name}: its compressed data is damaged`, {
      cause,
    });
  }
}
