/**
 * `ar` archives: `!<arch>\n`, members of a header of 60 bytes. Go's begin with the member `__.PKGDEF`,
 * whose first line is `go object linux amd64 go1.26.8 …`. A C archive says nothing in its own header.
 */
import { type Binary, binaryOf } from "./binary.ts";
import { parseModinfo } from "./modinfo.ts";
import { bytesAt, type Source } from "./source.ts";

const MAGIC = "!<arch>\n";
const MAX_HEAD = 512;

export function isArchive(head: Uint8Array): boolean {
  return Buffer.from(head).toString("latin1").startsWith(MAGIC);
}

export function archiveBinary(source: Source): Binary {
  const bytes = bytesAt(source, 0, Math.min(MAX_HEAD, source.size));
  const text = Buffer.from(bytes.subarray(MAGIC.length)).toString("latin1");
  const said = /^__\.PKGDEF {7}.{42}`\ngo object (\w+) (\w+) (\S+)/s.exec(text);
  if (said === null) return binaryOf({ format: "archive", kind: "library" });
  const [, os = "", arch = "", version = ""] = said;
  return binaryOf({ format: "archive", kind: "library", os, arch, go: parseModinfo(version, "") });
}
