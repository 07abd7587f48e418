/** The only clock: wall time for records, monotonic time for measuring, and waiting. */
import { setTimeout as delay } from "node:timers/promises";

/** The wall clock. It may jump: never measure with it. */
export function now(): Date {
  return new Date();
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
