/** How results and errors read: one style for every command. */
import { untrusted } from "#host/text.ts";
import { type ErrorCode, exitOf, GosteadError } from "#model/error.ts";
import { formatPlatform, type Platform } from "#model/platform.ts";
import type { Release } from "#model/release.ts";
import { errorOfSystem } from "#store/failure.ts";
import type { Output } from "./context.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as people read them: 42.8 MB (powers of 1000). */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.95 ? Math.round(value).toString() : value.toFixed(1);
  return `${text} ${UNITS[unit]}`;
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** `37 new files`, `1 new file`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `go1.22.6`, and the platform where it is not this machine's. */
export function nameOf(release: Release, here: Platform): string {
  const platform = formatPlatform(release.platform);
  return platform === formatPlatform(here)
    ? `go${release.version}`
    : `go${release.version} (${platform})`;
}

/** A value for a terminal: names and server text may be an attacker's (security S19). */
export function shown(text: string): string {
  return untrusted(text);
}

/** What mends an error whose thrower knew nothing better. */
const FIXES: Partial<Record<ErrorCode, string>> = {
  "not-available": "check version and platform, and that GOPROXY carries Go's toolchains",
  "bad-signature": "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  "bad-proof": "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  "bad-manifest": "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  "bad-zip": "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  "unsupported-platform": "run gostead on a machine that Go has a toolchain for",
  io: "try again; if it stays, look at the disk that holds it",
  internal: "this is a fault in gostead: please report it with the command you ran",
};

/** Prints an error and gives its exit status. */
export function renderError(error: unknown, output: Output, json: boolean): number {
  const known = asGosteadError(error);
  const { code, message, fix = FIXES[code] } = known;
  if (json) output.json({ error: { code, message, ...(fix === undefined ? {} : { fix }) } });
  output.warn(`error: ${shown(message)} [${code}]`);
  if (fix !== undefined) output.warn(`fix: ${shown(fix)}`);
  return exitOf(code);
}

/** The exit status of several results: integrity before all, then the higher one. */
export function worseExit(a: number, b: number): number {
  const integrity = exitOf("hash-mismatch");
  return a === integrity || b === integrity ? integrity : Math.max(a, b);
}

function asGosteadError(error: unknown): GosteadError {
  const known = errorOfSystem(error);
  if (error instanceof GosteadError || known.code !== "internal") return known;
  return new GosteadError("internal", `${known.message}${traceOf(error)}`, { cause: error });
}

/** The first place of our own in the stack: enough to report. */
function traceOf(error: unknown): string {
  const line = error instanceof Error ? error.stack?.split("\n")[1]?.trim() : undefined;
  return line === undefined ? "" : ` (${line.replace(/\(?file:\/\/.*\//, "(")})`;
}
