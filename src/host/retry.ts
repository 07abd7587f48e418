/**
 * Trying again: which failures may pass by themselves, and how long to wait.
 * Waiting doubles each time, with jitter, and is at least what the server asked
 * for in Retry-After (RFC 9110 §10.2.3), at most 30 s. What fails for integrity
 * is never tried again (security: settled a).
 */
import { GosteadError, isIntegrity } from "#model/error.ts";
import type { Answer } from "./answer.ts";
import { monotonicMs, now, sleep } from "./clock.ts";
import { untrusted } from "./text.ts";
import { isTransient, TransientError } from "./transient.ts";

export { isTransient, TransientError };

const LONGEST_WAIT_MS = 30_000;
const SERVER_TEXT_BYTES = 1024;

export interface RetryOptions {
  /** Which errors deserve another attempt; without it, every TransientError. */
  readonly isRetryable?: (error: unknown) => boolean;
  /** Attempts in all; 4 unless told. */
  readonly times?: number;
  /** The first wait; 250 ms unless told. */
  readonly baseMs?: number;
  /** Ends the waiting, and the attempts. */
  readonly signal?: AbortSignal;
}

/** What `attempt` (given its number, from 1) returns; its last error when every attempt failed. */
export async function withRetries<T>(
  attempt: (number: number) => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { isRetryable = isTransient, times = 4, baseMs = 250, signal } = options;
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= times || isIntegrity(error) || !isRetryable(error)) throw error;
      await sleep(waitMs(error, baseMs * 2 ** (number - 1)), signal);
    }
  }
}

function waitMs(error: unknown, backoffMs: number): number {
  const asked = isTransient(error) ? error.retryAfterMs : 0;
  const jittered = backoffMs * (0.5 + Math.random() / 2);
  return Math.min(Math.max(asked, jittered), LONGEST_WAIT_MS);
}

/**
 * The error for an answer that is not what was hoped for: `what` names it
 * ("the list of versions"). Absent (404, 410) is `not-available`, 401 and 403 are
 * `refused`; 408, 429 and 5xx are transient. Reads and drops the body.
 */
export async function statusError(answer: Answer, what: string): Promise<GosteadError> {
  const said = await serverText(answer);
  const message = `${what}: ${answer.url} answered ${answer.status}${said}`;
  if (answer.status === 404 || answer.status === 410) {
    return new GosteadError("not-available", message);
  }
  if (answer.status === 401 || answer.status === 403) {
    return new GosteadError("refused", message, {
      fix: "check that this address may be read; logins come from netrc, over https only",
    });
  }
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) {
    return new TransientError("bad-answer", message, {
      fix: "try again later, or name another source in GOPROXY",
      retryAfterMs: retryAfterMs(answer.header("retry-after")),
    });
  }
  return new GosteadError("bad-answer", message, { fix: "check the address in GOPROXY" });
}

/** Milliseconds that a Retry-After value (seconds or an HTTP date) asks for; undefined when it says nothing. */
export function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse alone takes "-5" for a year.
  const moment = /^[A-Z][a-z]{2},? .* GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now().getTime());
}

/** The start of the body as `: "text"`, or nothing when there is none or it does not come. */
async function serverText(answer: Answer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const started = monotonicMs();
  try {
    for await (const piece of answer.body) {
      pieces.push(piece);
      size += piece.length;
      if (size >= SERVER_TEXT_BYTES || monotonicMs() - started > LONGEST_WAIT_MS) break;
    }
  } catch {
    // The status is the news; a body that breaks off adds nothing.
  }
  const text = Buffer.concat(pieces).toString("utf8").trim();
  return text === "" ? "" : `: "${untrusted(text, SERVER_TEXT_BYTES)}"`;
}
