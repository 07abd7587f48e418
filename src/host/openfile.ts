/**
 * A file read by offset: what lies in between is never loaded. Devices, fifos and sockets are not
 * opened for reading: they would make us wait, or never end.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { GosteadError } from "#model/error.ts";

export interface OpenFile {
  /** Bytes, when it was opened. */
  readonly size: number;
  /** Exactly these bytes. Throws `io` when the file has become shorter. */
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** Throws the system's error where it cannot be opened, `io` for what is no file. */
export function openFile(path: string): OpenFile {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const close = () => closeSync(fd);
  const status = fstatSync(fd);
  if (!status.isFile()) {
    close();
    throw new GosteadError("io", `${path} is no file`, { fix: "name a file" });
  }
  return { size: status.size, read: (offset, length) => readExactly(fd, offset, length), close };
}

function readExactly(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let have = 0; have < length; ) {
    const got = readSync(fd, bytes, have, length - have, offset + have);
    if (got === 0) {
      throw new GosteadError("io", "the file became shorter while it was read", {
        fix: "run it again when nothing writes the file",
      });
    }
    have += got;
  }
  return bytes;
}
