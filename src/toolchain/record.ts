/**
 * The manifest of an installed toolchain on disk: one line a file,
 * `sha256 size crc32 name`, below a line that names the format. Size and CRC
 * are hints for delta installs; name and hash are what the log's h1 proves.
 */
import { GosteadError } from "#model/error.ts";
import { parseSha256 } from "#model/hash.ts";
import type { ManifestEntry } from "#model/manifest.ts";
import { quoted } from "#model/quote.ts";
import { type Release, releaseName } from "#model/release.ts";

/** A manifest line with the CRC-32 that its zip announced. */
export interface RecordEntry extends ManifestEntry {
  readonly crc32: number;
}

const HEADER = "gostead manifest 1";

/** An empty, `.` or `..` part, or a character that no name has: names become paths before any h1 is computed. */
const UNCLEAN = /(^|\/)\.{0,2}(\/|$)|[\p{Cc}\\]/u;

/** The file's text; the order of the entries stays. */
export function formatRecord(entries: readonly RecordEntry[]): string {
  const lines = entries.map(
    (entry) =>
      `${entry.sha256} ${entry.size} ${entry.crc32.toString(16).padStart(8, "0")} ${entry.name}`,
  );
  return `${HEADER}\n${lines.join("\n")}\n`;
}

/** `owner` names the release in errors. Throws `newer-format` for a format we do not know and `bad-receipt` for a damaged line. */
export function parseRecord(text: string, owner: Release): RecordEntry[] {
  const lines = text.split("\n");
  const [header = ""] = lines;
  if (header !== HEADER) throw wrongHeader(header, owner);
  if (lines.at(-1) !== "") throw damaged(owner, lines.length, "it is cut");
  return lines.slice(1, -1).map((line, index) => {
    const entry = parseLine(line);
    if (entry === undefined) throw damaged(owner, index + 2, "expected `sha256 size crc32 name`");
    return entry;
  });
}

function parseLine(line: string): RecordEntry | undefined {
  const [hash = "", size = "", crc = ""] = line.split(" ", 3);
  const sha256 = parseSha256(hash);
  const name = line.slice(hash.length + size.length + crc.length + 3);
  const isSound = /^\d{1,15}$/.test(size) && /^[0-9a-f]{8}$/.test(crc) && !UNCLEAN.test(name);
  if (sha256 === undefined || !isSound) return undefined;
  return { name, sha256, size: Number(size), crc32: Number.parseInt(crc, 16) };
}

function wrongHeader(header: string, owner: Release): GosteadError {
  if (!/^gostead manifest \d{1,9}$/.test(header)) {
    return damaged(owner, 1, `expected ${quoted(HEADER)}`);
  }
  const what = `the manifest of ${releaseName(owner)} has a newer format: ${quoted(header)}`;
  return new GosteadError("newer-format", what, { fix: "use the newer gostead that wrote it" });
}

function damaged(owner: Release, line: number, why: string): GosteadError {
  const what = `the manifest of ${releaseName(owner)} is damaged in line ${line}: ${why}`;
  return new GosteadError("bad-receipt", what, { fix: `gostead verify --repair ${owner.version}` });
}
