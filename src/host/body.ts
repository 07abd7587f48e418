/**
 * A response body as it arrives: chunks wait in a short queue, the connection is
 * paused while that is full, and a server that stalls is left. Only the time in
 * which the reader waits for the server counts: a slow reader is no stall. Two
 * limits: nothing at all for `stallMs`, or less than `minBytesPerSecond` over
 * `rateWindowMs` of waiting (slow-loris).
 */
import { monotonicMs } from "./clock.ts";
import { TransientError } from "./transient.ts";

const FULL_BYTES = 1 << 20;
const LOW_BYTES = 1 << 18;
/** A rest this short is read to its end so that the connection can serve again. */
const CHEAP_REST_BYTES = 1 << 16;

export interface StallLimits {
  readonly stallMs: number;
  readonly rateWindowMs: number;
  readonly minBytesPerSecond: number;
}

/** The connection that fills the body. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

export interface Body extends AsyncIterable<Uint8Array> {
  push(chunk: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  /** Says that nobody will read the rest. */
  discard(): void;
}

/** A body for one reader; `host` is for the words of an error. */
export function openBody(flow: Flow, limits: StallLimits, host: string): Body {
  const queue: Uint8Array[] = [];
  const guard = stallGuard(limits, host);
  let queued = 0;
  let paused = false;
  let dropped: number | undefined;
  let outcome: "open" | "ended" | Error = "open";
  let wake: () => void = () => {};

  const settle = (result: "ended" | Error) => {
    if (outcome === "open") outcome = result;
    wake();
  };
  const waitForServer = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await guard.watch(promise, (stalled) => settle(stalled));
  };
  const drop = (size: number) => {
    dropped = (dropped ?? 0) + size;
    if (dropped > CHEAP_REST_BYTES) flow.abort(new Error("the rest is not wanted"));
  };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = queue.shift();
        if (chunk !== undefined) {
          queued -= chunk.length;
          if (paused && queued < LOW_BYTES) {
            paused = false;
            flow.resume();
          }
          yield chunk;
        } else if (outcome === "open") {
          await waitForServer();
        } else if (outcome === "ended") {
          return;
        } else {
          throw outcome;
        }
      }
    } finally {
      if (outcome !== "ended") flow.abort(new Error("the reader left"));
    }
  }

  return {
    push(chunk) {
      if (dropped !== undefined) return drop(chunk.length);
      guard.count(chunk.length);
      queue.push(chunk);
      queued += chunk.length;
      if (!paused && queued > FULL_BYTES) {
        paused = true;
        flow.pause();
      }
      wake();
    },
    end: () => settle("ended"),
    fail: (error) => settle(error),
    discard() {
      if (dropped !== undefined || outcome !== "open") return;
      drop(queued);
      queue.length = 0;
      flow.resume();
      setTimeout(() => flow.abort(new Error("the rest did not come")), limits.stallMs).unref();
    },
    [Symbol.asyncIterator]: chunks,
  };
}

interface StallGuard {
  count(bytes: number): void;
  /** Waits for `arrival`; calls `onStall` when it took too long or too little came. */
  watch(arrival: Promise<void>, onStall: (error: Error) => void): Promise<void>;
}

function stallGuard(limits: StallLimits, host: string): StallGuard {
  let waitedMs = 0;
  let bytes = 0;
  const stalled = (what: string) =>
    new TransientError("no-network", `${host} ${what}`, { fix: "try again, or another source" });
  return {
    count: (more) => {
      bytes += more;
    },
    async watch(arrival, onStall) {
      const started = monotonicMs();
      const nothing = `sent nothing for ${limits.stallMs / 1000} s`;
      const timer = setTimeout(() => onStall(stalled(nothing)), limits.stallMs);
      await arrival;
      clearTimeout(timer);
      waitedMs += monotonicMs() - started;
      if (waitedMs < limits.rateWindowMs) return;
      const rate = (bytes * 1000) / waitedMs;
      if (rate < limits.minBytesPerSecond) onStall(stalled(`sends only ${Math.round(rate)} B/s`));
      waitedMs = 0;
      bytes = 0;
    },
  };
}
