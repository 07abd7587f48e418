/**
 * A lookup answer of the checksum log (golang.org/x/mod/sumdb/tlog, ParseRecord):
 *
 *   28865909                                     the record's number
 *   golang.org/toolchain v0.0.1-go… h1:bNlz…     the record: go.sum lines
 *   golang.org/toolchain v0.0.1-go…/go.mod h1:…
 *                                                the first blank line
 *   go.sum database tree …                       a signed tree head, of any age
 *
 * Only the record is hashed into the tree. Nothing else in the answer is proven,
 * so hashes are taken from the record's text alone (CVE-2026-56864).
 */
import { GosteadError } from "#model/error.ts";
import { type H1, parseH1 } from "#model/hash.ts";
import {
  type ModuleVersion,
  releaseOfModuleVersion,
  TOOLCHAIN_PATH,
  toolchainModule,
} from "#model/module.ts";
import type { Release } from "#model/release.ts";
import { parseDecimal, parseText, quote } from "./canonical.ts";

export interface Lookup {
  readonly record: number;
  /** The record as hashed, each line with LF. */
  readonly recordText: string;
  /** The whole signed note behind it, unchecked. */
  readonly signedHead: string;
}

const MAX_LOOKUP_BYTES = 1_000_000;

/** Reads a lookup answer, without believing any of it; throws `bad-proof`. */
export function parseLookup(bytes: Uint8Array): Lookup {
  const text = bytes.length > MAX_LOOKUP_BYTES ? "" : (parseText(bytes) ?? "");
  const start = text.indexOf("\n") + 1;
  const end = text.indexOf("\n\n", start) + 1;
  const record = parseDecimal(text.slice(0, Math.max(start - 1, 0)));
  if (record === undefined || end <= start || text[start] === "\n") {
    throw new GosteadError("bad-proof", `malformed lookup answer ${quote(text)}`);
  }
  return { record, recordText: text.slice(start, end), signedHead: text.slice(end + 1) };
}

/**
 * The h1 that an authenticated record gives for a module version: exactly one line
 * `PATH VERSION h1:…`. Throws `bad-proof` on none, several, or one that is no hash.
 */
export function recordedH1(recordText: string, module: ModuleVersion): H1 {
  const start = `${module.path} ${module.version} h1:`;
  const lines = recordText.split("\n").filter((line) => line.startsWith(start));
  const h1 = parseH1((lines[0] ?? "").slice(start.length - "h1:".length));
  if (lines.length !== 1 || h1 === undefined) {
    const found = lines.length === 1 ? "a malformed hash" : `${lines.length} hashes`;
    const named = `${module.path}@${module.version}`;
    throw new GosteadError("bad-proof", `log record has ${found} for ${named}, expected one`);
  }
  return h1;
}

/** The release that a record is about; throws `bad-proof` when it is not about exactly one. */
export function recordedRelease(recordText: string): Release {
  const start = `${TOOLCHAIN_PATH} `;
  const lines = recordText.split("\n").filter((line) => line.startsWith(start));
  const versions = lines.map((line) => line.split(" ")[1] ?? "");
  const releases = versions
    .map((version) => releaseOfModuleVersion(version.replace(/\/go\.mod$/, "")))
    .filter((release) => release !== undefined);
  const names = new Set(releases.map((release) => toolchainModule(release).version));
  const [release] = releases;
  if (release === undefined || names.size !== 1 || releases.length !== lines.length) {
    throw new GosteadError("bad-proof", `log record ${quote(recordText)} names no single release`);
  }
  return release;
}
