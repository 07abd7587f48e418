/**
 * Go's directory hash h1 (golang.org/x/mod/sumdb/dirhash, Hash1): SHA-256 over one
 * line for each file, sorted bytewise by name, written as `h1:` and base64.
 *
 *   <sha256 of the content, hex>  golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/bin/go
 *
 * The hash takes names as they are: a line feed in a name makes two different lists
 * with one hash. So names are judged first (names.ts, security S3).
 */
import { hash as digest } from "node:crypto";
import type { H1, Sha256 } from "#model/hash.ts";
import { checkNames } from "./names.ts";

export interface HashLine {
  /** Path relative to the tree's root, with `/`. */
  readonly name: string;
  readonly sha256: Sha256;
}

/** The h1 of these files under `prefix` (module@version/). Throws `bad-manifest` as checkNames. */
export function hash1(lines: Iterable<HashLine>, prefix: string): H1 {
  const sorted = inByteOrder([...lines]);
  checkNames(sorted.map((line) => line.name));
  const text = sorted.map((line) => `${line.sha256}  ${prefix}${line.name}\n`).join("");
  return `h1:${digest("sha256", text, "base64")}` as H1;
}

/** UTF-16 order is UTF-8's, except where surrogate pairs stand against U+E000 to U+FFFF. */
function inByteOrder(lines: HashLine[]): HashLine[] {
  if (lines.some((line) => /[\ud800-\udfff]/.test(line.name))) {
    return lines.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }
  return lines.sort((a, b) => (a.name < b.name ? -1 : 1));
}
