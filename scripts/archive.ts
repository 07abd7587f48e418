/**
 * A release archive: `gostead-<version>-<platform>/` with lib/gostead (the bundle),
 * lib/node/bin/node and licences, as ustar within gzip (POSIX.1-1988 tar: blocks of
 * 512 bytes, a header block before each file, two empty blocks at the end). The
 * same input always gives the same bytes.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BLOCK = 512;

export interface Contents {
  readonly version: string;
  /** `linux-amd64`. */
  readonly platform: string;
  /** The directory of the bundle: its files, not the cache that a run leaves below it. */
  readonly dist: string;
  /** The Node binary and its licence. */
  readonly node: Buffer;
  readonly nodeLicense: Buffer;
  readonly license: Buffer;
}

export interface Archive {
  readonly name: string;
  readonly bytes: Buffer;
  /** Hex; what `install.sh --sha256` wants. */
  readonly sha256: string;
}

export function makeArchive(contents: Contents): Archive {
  const root = `gostead-${contents.version}-${contents.platform}`;
  const bundle = readdirSync(contents.dist, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()
    .map((name) =>
      tarFile(`${root}/lib/gostead/${name}`, readFileSync(join(contents.dist, name)), 0o644),
    );
  const tar = Buffer.concat([
    tarFile(`${root}/LICENSE`, contents.license, 0o644),
    ...bundle,
    tarFile(`${root}/lib/node/LICENSE`, contents.nodeLicense, 0o644),
    tarFile(`${root}/lib/node/bin/node`, contents.node, 0o755),
    Buffer.alloc(2 * BLOCK),
  ]);
  const bytes = gzipSync(tar, { level: 9 });
  return {
    name: `${root}.tar.gz`,
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** Header and content of one file, filled up to whole blocks. Names of more than 100 bytes are refused. */
export function tarFile(name: string, content: Buffer, mode: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`too long a name for ustar: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}
