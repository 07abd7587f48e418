/**
 * The file VERSION of a GOROOT: its first line is the version. And the version
 * that the linker wrote into every Go program (Go 1.18 and later): the bytes
 * `\xff Go buildinf:`, at a multiple of 16; the pointer size; flags, whose bit 2
 * says that at offset 32 follow a length as varint and the version.
 * https://pkg.go.dev/debug/buildinfo
 */
import { type FileAnswer, textOf } from "./read.ts";

const MAGIC = Buffer.from("\xff Go buildinf:", "latin1");
const ALIGNMENT = 16;
const INLINE = 2;
const STRINGS = 32;

/** `go1.22.6`; null when the file is not there or says something else. */
export function versionIn(answer: FileAnswer): string | null {
  const read = textOf(answer);
  return read.is === "text" ? parseVersionFile(read.text) : null;
}

export function parseVersionFile(text: string): string | null {
  const [line = ""] = text.split("\n", 1);
  const found = /^(go\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)(?:[-+ ].*)?$/.exec(line.trim());
  return found?.[1] ?? null;
}

/** The Go that linked a program; null when its bytes do not tell. */
export function linkedBy(program: Buffer): string | null {
  for (let at = program.indexOf(MAGIC); at >= 0; at = program.indexOf(MAGIC, at + 1)) {
    const version = at % ALIGNMENT === 0 ? inlineVersion(program.subarray(at)) : null;
    if (version !== null) return version;
  }
  return null;
}

function inlineVersion(info: Buffer): string | null {
  const [flags, length] = [info[MAGIC.length + 1] ?? 0, info[STRINGS] ?? 0];
  // A version is shorter than 128 bytes: its varint is one byte.
  if ((flags & INLINE) === 0 || length >= 128) return null;
  const text = info.subarray(STRINGS + 1, STRINGS + 1 + length).toString("latin1");
  return parseVersionFile(text);
}
