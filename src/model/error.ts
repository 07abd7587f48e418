/**
 * Errors that a person reads. Each has a code with a page in docs/error, and
 * the code alone decides the exit status (design §7): 1 findings or failure,
 * 2 usage, 3 could not, 4 integrity, 75 lock timeout.
 */

const EXITS = {
  usage: 2,
  "unknown-version": 2,
  "not-installed": 2,
  "no-snapshot": 2,
  "bad-pin": 2,
  "pin-below-module": 2,
  "bad-setting": 2,
  "child-failed": 1,
  finding: 1,
  "below-minimum": 1,
  "later-edit": 1,
  "in-use": 1,
  unhealthy: 1,
  "has-labels": 1,
  "proof-refused": 3,
  "not-available": 3,
  refused: 3,
  "no-network": 3,
  "bad-answer": 3,
  "bad-binary": 3,
  "bad-facts": 3,
  "no-space": 3,
  "no-permission": 3,
  "unsafe-home": 3,
  "cannot-edit": 3,
  "not-a-link": 3,
  "bad-journal": 3,
  "unsupported-platform": 3,
  "newer-format": 3,
  "no-go": 3,
  offline: 3,
  io: 3,
  internal: 3,
  "hash-mismatch": 4,
  "bad-signature": 4,
  "bad-proof": 4,
  "log-fork": 4,
  "log-mismatch": 4,
  "bad-zip": 4,
  "bad-manifest": 4,
  "bad-receipt": 4,
  "altered-tree": 4,
  "altered-log": 4,
  "older-answer": 1,
  "lock-timeout": 75,
} as const;

export type ErrorCode = keyof typeof EXITS;

export interface ErrorDetail {
  /** One sentence or one command that mends it. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** `message` says what and the offending value: lower case, no final period. */
export class GosteadError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, "cause" in detail ? { cause: detail.cause } : {});
    this.name = "GosteadError";
    this.code = code;
    this.fix = detail.fix;
  }
}

/** The exit status that stands for an error code. */
export function exitOf(code: ErrorCode): number {
  return EXITS[code];
}

/** Every code there is: each has a page docs/error/<code>.md (a test counts them). */
export const ERROR_CODES = Object.keys(EXITS) as readonly ErrorCode[];

/** True for what no other source may paper over: security errors stop. */
export function isIntegrity(error: unknown): error is GosteadError {
  return error instanceof GosteadError && EXITS[error.code] === 4;
}
