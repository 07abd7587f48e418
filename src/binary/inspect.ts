/** What a file is: told by its first bytes, then read by its own format. */
import { archiveBinary, isArchive } from "./archivebinary.ts";
import { type Binary, binaryOf } from "./binary.ts";
import { isElf } from "./elf.ts";
import { elfBinary } from "./elfbinary.ts";
import { isMacho, machoBinary } from "./machobinary.ts";
import { isPe, peBinary } from "./pebinary.ts";
import { badBinary, bytesAt, type Source, utf8 } from "./source.ts";
import { isWasm, wasmBinary } from "./wasmbinary.ts";

const HEAD = 8;
/** Linux reads 256 bytes of a script's first line. */
const MAX_LINE = 256;

const FORMATS = [
  { is: isElf, read: elfBinary },
  { is: isMacho, read: machoBinary },
  { is: isPe, read: peBinary },
  { is: isWasm, read: wasmBinary },
  { is: isArchive, read: archiveBinary },
  { is: isScript, read: scriptBinary },
] as const;

/** Throws `bad-binary` for what is no program, cut short or damaged; nothing else. */
export function inspect(source: Source): Binary {
  if (source.size === 0) throw badBinary("it is empty");
  const head = bytesAt(source, 0, Math.min(HEAD, source.size));
  const format = FORMATS.find(({ is }) => is(head));
  if (format === undefined) {
    throw badBinary(`it begins with the bytes ${Buffer.from(head).toString("hex")}`);
  }
  return format.read(source);
}

function isScript(head: Uint8Array): boolean {
  return head[0] === 0x23 && head[1] === 0x21;
}

/** The program that the first line names, without its argument. */
function scriptBinary(source: Source): Binary {
  const text = utf8(bytesAt(source, 2, Math.min(MAX_LINE, source.size - 2)));
  const [, interpreter = ""] = /^[ \t]*([^\s\0]+)/.exec(text.split("\n", 1)[0] ?? "") ?? [];
  if (interpreter === "") throw badBinary("its first line names no program");
  return binaryOf({ format: "script", interpreter });
}
