/**
 * What the file system said, as an error that names the disk, the permission or
 * the fault; and the same across the border between worker and main thread.
 */
import { ERROR_CODES, type ErrorCode, GosteadError } from "#model/error.ts";
import type { Failure } from "./message.ts";

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: "no-space",
  EDQUOT: "no-space",
  EACCES: "no-permission",
  EPERM: "no-permission",
  EROFS: "no-permission",
};

const FIXES: Partial<Record<ErrorCode, string>> = {
  "no-space": "free some space, or run: gostead prune",
  "no-permission": "check who owns GOSTEAD_HOME and whether its file system is writable",
};

/** Any thrown value as a GosteadError: those that are one already pass through. */
export function errorOfSystem(error: unknown): GosteadError {
  if (error instanceof GosteadError) return error;
  const errno = error instanceof Error && "code" in error ? String(error.code) : "";
  const code = CODES[errno] ?? (/^E[A-Z0-9]+$/.test(errno) ? "io" : "internal");
  const fix = FIXES[code];
  const message = error instanceof Error ? error.message : String(error);
  return new GosteadError(code, message, { ...(fix === undefined ? {} : { fix }), cause: error });
}

/** What a worker sends of an error. */
export function failureOf(error: unknown): Failure {
  const { code, message, fix } = errorOfSystem(error);
  return { code, message, ...(fix === undefined ? {} : { fix }) };
}

/** A worker's failure as the error that it was. */
export function errorOfFailure({ code, message, fix }: Failure): GosteadError {
  const known = ERROR_CODES.find((one) => one === code) ?? "internal";
  return new GosteadError(known, message, fix === undefined ? {} : { fix });
}
