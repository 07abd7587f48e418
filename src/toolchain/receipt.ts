/**
 * Receipts: how an installed toolchain was proven, kept beside it so that
 * `verify` needs no network. A receipt is written before its tree becomes
 * visible and is worth nothing by itself: everything in it is proven again
 * from a pinned key each time it is used (security S6).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { type H1, parseH1 } from "#model/hash.ts";
import { type Platform, parsePlatform } from "#model/platform.ts";
import { type Release, releaseName } from "#model/release.ts";
import { type GoVersion, parseVersion } from "#model/version.ts";
import type { TrustOrigin } from "#source/trust.ts";
import type { LogProof } from "#sumdb/proof.ts";
import { isLogProof } from "#sumdb/recheck.ts";
import { parseRecord, type RecordEntry } from "./record.ts";

export interface Receipt {
  readonly format: 1;
  readonly version: GoVersion;
  readonly platform: Platform;
  readonly h1: H1;
  readonly proof: LogProof;
  /** Who said to trust that log: `env` is named in every report (security S5). */
  readonly trust: TrustOrigin;
  /** Where the bytes came from, without credentials. */
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly installed: string;
  readonly files: number;
  /** Sum of the file sizes, in bytes. */
  readonly bytes: number;
}

export function receiptPath(home: Home, release: Release): string {
  return join(home.receipts, `${releaseName(release)}.json`);
}

export function recordPath(home: Home, release: Release): string {
  return join(home.receipts, `${releaseName(release)}.manifest`);
}

export async function writeReceipt(home: Home, receipt: Receipt, record: string): Promise<void> {
  await atomicWrite(recordPath(home, receipt), record);
  await atomicWrite(receiptPath(home, receipt), `${JSON.stringify(receipt, null, 2)}\n`);
}

/** The receipt, or undefined when there is none; throws `bad-receipt` or `newer-format`. */
export function readReceipt(home: Home, release: Release): Receipt | undefined {
  const path = receiptPath(home, release);
  const text = readIfThere(path);
  return text === undefined ? undefined : parseReceipt(text, release);
}

/** The manifest with its hints; throws `bad-receipt` when it is not there or damaged. */
export function readRecord(home: Home, release: Release): RecordEntry[] {
  const text = readIfThere(recordPath(home, release));
  if (text === undefined) throw damaged(release, "its manifest is missing");
  return parseRecord(text, release);
}

/** Names of all releases that have a receipt, unsorted; files of other names are not ours. */
export function receiptNames(home: Home): string[] {
  try {
    return readdirSync(home.receipts)
      .filter((name) => name.startsWith("go") && name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The receipt of just this release; throws `bad-receipt` or `newer-format`. Proves nothing: see provenByReceipt. */
export function parseReceipt(text: string, release: Release): Receipt {
  const fields = parseFields(text, release);
  if (typeof fields.format === "number" && fields.format > 1) throw tooNew(release, fields.format);
  const platform = parsePlatform(platformText(fields.platform));
  const version = parseVersion(String(fields.version));
  const h1 = parseH1(String(fields.h1));
  if (fields.format !== 1 || platform === undefined || version === undefined || h1 === undefined) {
    throw damaged(release, "format, version, platform or h1 cannot be read");
  }
  const receipt = { ...fields, platform, version, h1 } as Receipt;
  if (releaseName(receipt) !== releaseName(release)) {
    throw damaged(release, `it is the receipt of ${releaseName(receipt)}`);
  }
  if (!hasShape(receipt)) throw damaged(release, "a field is missing or has another type");
  return receipt;
}

function parseFields(text: string, release: Release): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw damaged(release, "it is not JSON", cause);
  }
  throw damaged(release, "it is not a JSON object");
}

function platformText(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const { os, arch } = value as Record<string, unknown>;
  return `${String(os)}-${String(arch)}`;
}

function hasShape(receipt: Receipt): boolean {
  const numbers = [receipt.files, receipt.bytes];
  return (
    isLogProof(receipt.proof) &&
    [receipt.source, receipt.installed].every((field) => typeof field === "string") &&
    numbers.every((field) => Number.isSafeInteger(field) && field >= 0) &&
    ["built-in", "user", "env"].includes(receipt.trust)
  );
}

function damaged(release: Release, why: string, cause?: unknown): GosteadError {
  return new GosteadError(
    "bad-receipt",
    `the receipt of ${releaseName(release)} is damaged: ${why}`,
    {
      fix: `gostead verify --repair ${release.version}`,
      cause,
    },
  );
}

function tooNew(release: Release, format: number): GosteadError {
  const name = releaseName(release);
  return new GosteadError(
    "newer-format",
    `the receipt of ${name} has format ${format}, this gostead reads 1`,
    {
      fix: "use the newer gostead that wrote it",
    },
  );
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
