/** What the file system said, as an error that names the disk, the permission or the fault. */
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

/** A worker's failure as the error that a person reads. */
export function errorOfFailure(failure: Failure): GosteadError {
  const known = ERROR_CODES.find((code) => code === failure.code);
  const code = known ?? CODES[failure.code] ?? "io";
  const fix = FIXES[code];
  return new GosteadError(code, failure.message, fix === undefined ? {} : { fix });
}

/** Any thrown value as a GosteadError: those that are one already pass through. */
export function errorOfSystem(error: unknown): GosteadError {
  if (error instanceof GosteadError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
  return errorOfFailure({ code, message: error instanceof Error ? error.message : String(error) });
}
