/**
 * Records a program for test/data/binaries: its whole length, all zeros but what `readelf`, `go version -m` and
 * our own readers look at, gzipped. Both tools judge what was recorded as they do the program itself
 * (test/differential/binary compares), and a program of megabytes takes some kilobytes.
 *
 *   node test/support/recordbinary.ts PROGRAM… DIRECTORY
 *
 * app-* are `package main; func main() { println("ok") }`, CGO_ENABLED=0, -ldflags=-w, go1.26.8; app-go117-* by go1.17.13, app-dirty with a
 * changed working tree; net-* call net.LookupHost, cgo with CGO_ENABLED=1 and glibc 2.36, pie with -buildmode=pie.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { inspect } from "#binary/inspect.ts";

export const RECORDED = fileURLToPath(new URL("../data/binaries/", import.meta.url));

/** Around each read, so that whoever reads in larger pieces finds what belongs there. */
const MARGIN = 64;
/** Reads that look for something are longer than those that know what they want. */
const MAX_KEPT = 12 * 1024;
const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");

/** The recorded program as it was, but for the zeros. */
export function recorded(name: string): Buffer {
  return gunzipSync(readFileSync(join(RECORDED, `${name}.gz`)));
}

function sparse(bytes: Buffer): Buffer {
  const kept = Buffer.alloc(bytes.length);
  const keep = (offset: number, length: number) =>
    bytes.copy(
      kept,
      Math.max(0, offset - MARGIN),
      Math.max(0, offset - MARGIN),
      offset + length + MARGIN,
    );
  inspect({
    size: bytes.length,
    read(offset, length) {
      if (length <= MAX_KEPT) keep(offset, length);
      return bytes.subarray(offset, offset + length);
    },
  });
  const info = bytes.indexOf(MAGIC);
  if (info !== -1) keep(info, 2048);
  const marked = bytes.indexOf(Buffer.from("3077af0c9274080241e1c107e6d618e6", "hex"));
  if (marked !== -1) keep(marked, 2048);
  return kept;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const programs = process.argv.slice(2, -1);
  const directory = process.argv.at(-1) ?? RECORDED;
  for (const program of programs) {
    const packed = gzipSync(sparse(readFileSync(program)), { level: 9 });
    writeFileSync(join(directory, `${basename(program)}.gz`), packed);
  }
}
