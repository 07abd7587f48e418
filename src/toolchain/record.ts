/**
 * The manifest of an installed toolchain on disk: one line a file,
 * `sha256 size crc32 name`, below a line that names the format. Size and CRC
 * are hints for delta installs; name and hash are what the log's h1 proves.
 */
import { GosteadError } from "#model/error.ts";
import { parseSha256 } from "#model/hash.ts";
import type { ManifestEntry } from "#model/manifest.ts";

/** A manifest line with the CRC-32 that its zip announced. */
export interface RecordEntry extends ManifestEntry {
  readonly crc32: number;
}

const HEADER = "gostead manifest 1";

export function formatRecord(entries: readonly RecordEntry[]): string {
  const lines = entries.map(
    (entry) =>
      `${entry.sha256} ${entry.size} ${entry.crc32.toString(16).padStart(8, "0")} ${entry.name}`,
  );
  return `${HEADER}\n${lines.join("\n")}\n`;
}

/** Throws `newer-format` for a format we do not know and `bad-receipt` for a damaged line. */
export function parseRecord(text: string): RecordEntry[] {
  const lines = text.split("\n");
  if (lines[0] !== HEADER) throw wrongHeader(lines[0] ?? "");
  if (lines.at(-1) !== "") throw damaged(lines.length, "the last line is cut");
  return lines.slice(1, -1).map(parseLine);
}

function parseLine(line: string, index: number): RecordEntry {
  const [hash = "", size = "", crc = ""] = line.split(" ", 3);
  const sha256 = parseSha256(hash);
  const name = line.slice(hash.length + size.length + crc.length + 3);
  if (
    sha256 === undefined ||
    name === "" ||
    !/^\d{1,15}$/.test(size) ||
    !/^[0-9a-f]{8}$/.test(crc)
  ) {
    throw damaged(index + 2, "expected `sha256 size crc32 name`");
  }
  return { name, sha256, size: Number(size), crc32: Number.parseInt(crc, 16) };
}

function wrongHeader(line: string): GosteadError {
  if (/^gostead manifest \d+$/.test(line)) {
    return new GosteadError(
      "newer-format",
      `a manifest of format ${JSON.stringify(line)} is newer than this gostead`,
      {
        fix: "use the newer gostead that wrote it",
      },
    );
  }
  return damaged(1, `expected ${JSON.stringify(HEADER)}`);
}

function damaged(line: number, why: string): GosteadError {
  return new GosteadError("bad-receipt", `manifest line ${line} is damaged: ${why}`, {
    fix: "reinstall this version: gostead verify --repair",
  });
}
