/** The SHA-256 of a file of any size, a piece at a time. Nothing but a file is read, and no link is followed. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

const PIECE = 1 << 20;
/** Others get their turn after so many pieces. */
const A_TURN = 16;
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
const piece = Buffer.allocUnsafe(PIECE);

export interface FileHash {
  /** 64 hexadecimal digits. */
  readonly hash: string;
  readonly bytes: number;
}

/** `told` gets the bytes of each piece. Throws the file system's errors. */
export async function hashOf(path: string, told?: (bytes: number) => void): Promise<FileHash> {
  const file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    if (!fstatSync(file).isFile())
      throw Object.assign(new Error(`no file: ${path}`), { code: "EINVAL" });
    const hash = createHash("sha256");
    let bytes = 0;
    for (let turn = 1; ; turn++) {
      // The piece is used up before another can be read into it: nothing waits between.
      const got = readSync(file, piece, 0, PIECE, null);
      if (got === 0) return { hash: hash.digest("hex"), bytes };
      hash.update(piece.subarray(0, got));
      bytes += got;
      told?.(got);
      if (turn % A_TURN === 0) await setImmediate();
    }
  } finally {
    closeSync(file);
  }
}
