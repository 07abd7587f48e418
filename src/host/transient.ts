/**
 * Failures that may pass by themselves: a connection that dropped, a server that
 * is busy, a body cut short. `retry.ts` tries these again and nothing else.
 */
import { type ErrorDetail, GosteadError } from "#model/error.ts";

export interface TransientDetail extends ErrorDetail {
  readonly retryAfterMs?: number | undefined;
}

/** A failure that the same request may not meet again a moment later. */
export class TransientError extends GosteadError {
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number;

  constructor(code: "no-network" | "bad-answer", message: string, detail: TransientDetail = {}) {
    super(code, message, detail);
    this.retryAfterMs = detail.retryAfterMs ?? 0;
  }
}

export function isTransient(error: unknown): error is TransientError {
  return error instanceof TransientError;
}
