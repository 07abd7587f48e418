/**
 * A file's lines as a stream: in batches of about a megabyte, so that a log of
 * any length needs the same memory. Lines are Latin-1, a character a byte, which
 * loses nothing; of an overlong one only the beginning is kept.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { codeOf, isAbsent } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { MAX_LINE } from "./format.ts";

export interface Batch {
  readonly lines: readonly string[];
  /** True when the last line of this batch, the file's last, ends in no LF. */
  readonly torn: boolean;
}

const CHUNK = 1 << 20;

/**
 * The first `size` bytes of a file, by lines; a file that is absent has none.
 * A symbolic link is refused. Throws `no-permission` or `io`.
 */
export async function* linesOf(path: string, size: number): AsyncGenerator<Batch> {
  const handle = await openFor(path);
  if (handle === undefined) return;
  try {
    yield* batches(handle, size);
  } finally {
    await handle.close();
  }
}

async function* batches(handle: FileHandle, size: number): AsyncGenerator<Batch> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  let carry = "";
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, size - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const lines = (carry + buffer.toString("latin1", 0, bytesRead)).split("\n");
    // One character more than a line may have: enough to see that it has too many.
    carry = (lines.pop() ?? "").slice(0, MAX_LINE + 1);
    if (lines.length > 0) yield { lines, torn: false };
  }
  if (carry !== "") yield { lines: [carry], torn: true };
}

async function openFor(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw readFailure(path, error);
  }
}

function readFailure(path: string, cause: unknown): GosteadError {
  const code = codeOf(cause);
  if (code === "EACCES" || code === "EPERM") {
    const fix = `ask the owner of ${path}, or make it readable for yourself`;
    return new GosteadError("no-permission", `may not read ${path}`, { fix, cause });
  }
  return new GosteadError("io", `cannot read ${path} (${code ?? "no code"})`, { cause });
}
