/** The only clock: wall time for records, monotonic time for measuring, and waiting. */
import { setTimeout as delay } from "node:timers/promises";

/** The wall clock. It may jump: never measure with it. */
export function now(): Date {
  return new Date();
}

/** A moment (ms since 1970) as RFC 3339 in UTC. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The moment (ms since 1970) that an RFC 3339 text names; undefined when it names none. */
export function parseTime(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Milliseconds since some fixed moment, with fractions; never goes back. */
export function monotonicMs(): number {
  return performance.now();
}

/** Waits `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
