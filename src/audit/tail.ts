/**
 * The end of the log, where the next event goes: read backwards, so that its
 * length does not matter. A crash leaves a last line without LF (torn). Lines
 * that are no events (foreign) are somebody's work: they are passed over here,
 * told in an event, and judged by `audit verify`.
 */
import { fstatSync, readSync } from "node:fs";
import { GosteadError } from "#model/error.ts";
import { GENESIS, HEADER, isRecord, MAX_LINE, parseJson, parseLine } from "./format.ts";

export interface Tail {
  /** The file's length in bytes. */
  readonly size: number;
  /** The last event's; 0 and GENESIS when there is none yet. */
  readonly seq: number;
  readonly hash: string;
  /** True when not even the header is there. */
  readonly fresh: boolean;
  /** What a crash left of a line. */
  readonly torn: Buffer;
  /** Whole lines behind the last event that are no events. */
  readonly foreign: number;
}

const NEAR = 8192;
const FAR = 4 * MAX_LINE;
const LF = 0x0a;

/** Throws `newer-format`, or `altered-log` when no event is found near the end. */
export function lookAtTail(fd: number, path: string): Tail {
  const { size } = fstatSync(fd);
  if (size > 0) refuseNewer(fd, path);
  const found = searchBack(fd, size, NEAR) ?? searchBack(fd, size, FAR);
  if (found !== undefined) return found;
  throw new GosteadError("altered-log", `the end of ${path} holds no event`, {
    fix: "run gostead audit verify, keep the file as evidence, and move it away to begin a new log",
  });
}

/** Throws `newer-format` when the first line says that a later gostead wrote the log. */
export function refuseNewer(fd: number, path: string): void {
  const [line = ""] = readAt(fd, 0, 256).toString("latin1").split("\n");
  const header = parseJson(line);
  if (!isRecord(header) || header.format !== "gostead audit log") return;
  if (typeof header.version !== "number" || header.version <= 1) return;
  throw new GosteadError(
    "newer-format",
    `${path} has format ${header.version}, this gostead knows 1`,
    {
      fix: "update gostead",
    },
  );
}

function searchBack(fd: number, size: number, window: number): Tail | undefined {
  const from = Math.max(0, size - window);
  const bytes = readAt(fd, from, size - from);
  const end = bytes.lastIndexOf(LF) + 1;
  const torn = bytes.subarray(end);
  if (end === 0) return from === 0 ? { ...NOTHING, size, torn } : undefined;
  const lines = bytes.toString("latin1", 0, end - 1).split("\n");
  // The first piece of a window in the middle of the file is a part of a line.
  const first = from === 0 ? 0 : 1;
  for (let at = lines.length - 1; at >= first; at--) {
    const foreign = lines.length - 1 - at;
    const line = lines[at] ?? "";
    const entry = parseLine(line);
    if (entry !== undefined) {
      return { size, seq: entry.seq, hash: entry.hash, fresh: false, torn, foreign };
    }
    if (from === 0 && at === 0 && line === HEADER)
      return { ...NOTHING, size, fresh: false, torn, foreign };
  }
  return undefined;
}

const NOTHING = { seq: 0, hash: GENESIS, fresh: true, foreign: 0 } as const;

function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const read = readSync(fd, bytes, got, length - got, position + got);
    if (read === 0) break;
    got += read;
  }
  return bytes.subarray(0, got);
}
