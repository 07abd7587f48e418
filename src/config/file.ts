/**
 * A settings file's bytes, read so that nobody but the caller and root can have
 * written them (security S7, S9): owner and modes of the file and of the
 * directories that hold its name and itself; no FIFO, device or directory is
 * opened; at most 64 KiB are read.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { codeOf, isAbsent } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";

export const MAX_BYTES = 64 * 1024;

export type SettingsFile =
  | { readonly kind: "absent" }
  | { readonly kind: "ignored"; readonly why: string }
  /** `path` is the real one, links resolved. */
  | { readonly kind: "read"; readonly path: string; readonly bytes: Uint8Array };

/** `uid` is the caller's; undefined where files have no owners. Throws `bad-setting`. */
export function readSettingsFile(file: string, uid: number | undefined): SettingsFile {
  if (!isThere(file)) return { kind: "absent" };
  try {
    const path = realpathSync(file);
    // A device may act on being opened: it is looked at first.
    if (!lstatSync(path).isFile()) return { kind: "ignored", why: "it is no regular file" };
    const directories = [dirname(file), dirname(path)].map((directory) => statSync(directory));
    return readTrusted(path, directories, uid);
  } catch (cause) {
    if (cause instanceof GosteadError) throw cause;
    const code = codeOf(cause);
    if (code === "ELOOP") return { kind: "ignored", why: "its links lead in a circle" };
    if (isAbsent(cause)) return { kind: "absent" };
    throw new GosteadError("bad-setting", `cannot read the settings in ${file}`, {
      fix: "make the file readable for yourself, or remove it",
      cause,
    });
  }
}

/** What lies in a directory that may not be entered says nothing. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function readTrusted(
  path: string,
  directories: readonly Stats[],
  uid: number | undefined,
): SettingsFile {
  const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
  const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  try {
    const stat = fstatSync(fd);
    const why = [stat, ...directories].map((one) => distrust(one, uid)).find((word) => word);
    if (!stat.isFile()) return { kind: "ignored", why: "it is no regular file" };
    return why === undefined
      ? { kind: "read", path, bytes: readBounded(fd, path) }
      : { kind: "ignored", why };
  } finally {
    closeSync(fd);
  }
}

/** Why a file or directory may hold somebody else's words; undefined when it may not. */
export function distrust(stat: Stats, uid: number | undefined): string | undefined {
  if (uid === undefined) return undefined;
  if (stat.uid !== uid && stat.uid !== 0) return "neither you nor root owns it and its directory";
  return (stat.mode & 0o002) === 0 ? undefined : "everyone may write to it or its directory";
}

/** Reads one byte more than may be there, so that a file which grows is caught too. */
function readBounded(fd: number, path: string): Uint8Array {
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let more = 1; more > 0 && length <= MAX_BYTES; length += more) {
    more = readSync(fd, buffer, length, buffer.length - length, null);
  }
  if (length <= MAX_BYTES) return buffer.subarray(0, length);
  throw new GosteadError("bad-setting", `${path} is longer than 64 KiB, the most that is read`, {
    fix: "keep only settings in it",
  });
}
