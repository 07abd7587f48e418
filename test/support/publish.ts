/**
 * What a GOPROXY serves of one toolchain: the module zip, and the h1 that the
 * log records for it. The h1 is computed here from golang.org/x/mod's written
 * definition of dirhash.Hash1 and not by #sumdb, which is tested against it:
 * `h1:` + base64(SHA-256 of the lines `hex(SHA-256(file))  name LF`, by name).
 */
import { hash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { moduleOf, type ToyToolchain } from "./toolchain.ts";
import { writeZip, type ZipFile } from "./zipwriter.ts";

export interface Published {
  /** `golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64`. */
  readonly module: string;
  readonly zip: Buffer;
  readonly h1: string;
}

export const TOOLCHAIN_MOD = "module golang.org/toolchain\n";

/** An honest release of a toy toolchain. */
export function publish(toolchain: ToyToolchain): Published {
  return publishEntries(moduleOf(toolchain), zipEntries(toolchain));
}

/** The zip entries of a toolchain, sorted by name, for an attack to add to or alter. */
export function zipEntries(toolchain: ToyToolchain): ZipFile[] {
  const prefix = `${moduleOf(toolchain)}/`;
  const files = [...toolchain.files].map(([name, data]) => ({
    name: prefix + name,
    data,
    packed: deflated(data),
  }));
  return files.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

const packed = new WeakMap<Buffer, Buffer>();

/** Shared files are the same buffers in every toy: packed once a process. */
function deflated(data: Buffer): Buffer {
  const found = packed.get(data) ?? deflateRawSync(data);
  packed.set(data, found);
  return found;
}

/** A release of these very entries, whose h1 is right however bad their names are. */
export function publishEntries(module: string, entries: readonly ZipFile[]): Published {
  return { module, zip: Buffer.from(writeZip(entries)), h1: h1Of(entries) };
}

export function h1Of(files: readonly Pick<ZipFile, "name" | "data">[]): string {
  const byName = files.map(({ name, data }) => ({ name: Buffer.from(name as string), data }));
  byName.sort((a, b) => Buffer.compare(a.name, b.name));
  const lines = byName.map(({ name, data }) =>
    Buffer.concat([Buffer.from(`${hash("sha256", data)}  `), name, Buffer.from("\n")]),
  );
  return `h1:${hash("sha256", Buffer.concat(lines), "base64")}`;
}

/** The record of a release as sum.golang.org writes it: two go.sum lines. */
export function recordOf({ module, h1 }: { module: string; h1: string }): string {
  const goMod = h1Of([{ name: "go.mod", data: Buffer.from(TOOLCHAIN_MOD) }]);
  const line = module.replace("@", " ");
  return `${line} ${h1}\n${line}/go.mod ${goMod}\n`;
}
