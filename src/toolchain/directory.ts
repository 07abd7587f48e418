/** What a toolchain's zip holds, read from its end: no file content is touched yet. */
import type { ToolchainEntry } from "#goproxy/entry.ts";
import { readDirectory } from "#goproxy/zip.ts";
import { checkEntries } from "#goproxy/zipcheck.ts";
import { findEnd } from "#goproxy/zipend.ts";
import { GosteadError } from "#model/error.ts";
import type { ModuleVersion } from "#model/module.ts";
import type { ToolchainZip } from "#source/zip.ts";

export interface Directory {
  readonly entries: readonly ToolchainEntry[];
}

/** `golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/`: every entry's first part, and part of the h1. */
export function prefixOf(module: ModuleVersion): string {
  return `${module.path}@${module.version}/`;
}

/** Throws `bad-zip` for anything that a toolchain's zip may not hold (security S3). */
export async function readZipDirectory(
  zip: ToolchainZip,
  module: ModuleVersion,
): Promise<Directory> {
  let tail = zip.tail;
  for (let attempt = 0; attempt < 3; attempt++) {
    const end = findEnd(tail, zip.size);
    if (end.kind === "end") {
      const check = { prefix: prefixOf(module), directoryOffset: end.directoryOffset };
      return { entries: checkEntries(readDirectory(tail, end), check) };
    }
    tail = await longerTail(zip, tail, end.from);
  }
  throw new GosteadError("bad-zip", `the zip from ${zip.source} has no readable directory`, {
    fix: "the source sent a damaged or forged zip: try another GOPROXY",
  });
}

/** The tail and what lies before it, from `from` on. */
async function longerTail(zip: ToolchainZip, tail: Uint8Array, from: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of zip.read(from, zip.size - tail.length)) parts.push(chunk);
  return Buffer.concat([...parts, tail]);
}
