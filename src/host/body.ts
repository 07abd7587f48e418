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

/** Between the connection and the reader. */
interface Pipe {
  readonly flow: Flow;
  readonly limits: StallLimits;
  readonly guard: StallGuard;
  readonly queue: Uint8Array[];
  queuedBytes: number;
  paused: boolean;
  /** Bytes thrown away since nobody wants them; undefined while somebody may. */
  dropped: number | undefined;
  outcome: "open" | "ended" | Error;
  wakeReader: () => void;
}

/** A body for one reader; `host` is for the words of an error. */
export function openBody(flow: Flow, limits: StallLimits, host: string): Body {
  const pipe: Pipe = {
    flow,
    limits,
    guard: stallGuard(limits, host),
    queue: [],
    queuedBytes: 0,
    paused: false,
    dropped: undefined,
    outcome: "open",
    wakeReader: () => {},
  };
  return {
    push: (chunk) => (pipe.dropped === undefined ? put(pipe, chunk) : drop(pipe, chunk.length)),
    end: () => settle(pipe, "ended"),
    fail: (error) => settle(pipe, error),
    discard: () => discard(pipe),
    [Symbol.asyncIterator]: () => chunks(pipe),
  };
}

async function* chunks(pipe: Pipe): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const chunk = take(pipe);
      if (chunk !== undefined) yield chunk;
      else if (pipe.outcome === "ended") return;
      else if (pipe.outcome !== "open") throw pipe.outcome;
      else await waitForServer(pipe);
    }
  } finally {
    if (pipe.outcome !== "ended") pipe.flow.abort(new Error("the reader left"));
  }
}

function put(pipe: Pipe, chunk: Uint8Array): void {
  pipe.guard.count(chunk.length);
  pipe.queue.push(chunk);
  pipe.queuedBytes += chunk.length;
  if (!pipe.paused && pipe.queuedBytes > FULL_BYTES) {
    pipe.paused = true;
    pipe.flow.pause();
  }
  pipe.wakeReader();
}

function take(pipe: Pipe): Uint8Array | undefined {
  const chunk = pipe.queue.shift();
  pipe.queuedBytes -= chunk?.length ?? 0;
  if (pipe.paused && pipe.queuedBytes < LOW_BYTES) {
    pipe.paused = false;
    pipe.flow.resume();
  }
  return chunk;
}

function settle(pipe: Pipe, result: "ended" | Error): void {
  if (pipe.outcome === "open") pipe.outcome = result;
  pipe.wakeReader();
}

async function waitForServer(pipe: Pipe): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  pipe.wakeReader = resolve;
  await pipe.guard.watch(promise, (stalled) => settle(pipe, stalled));
}

function drop(pipe: Pipe, size: number): void {
  pipe.dropped = (pipe.dropped ?? 0) + size;
  if (pipe.dropped > CHEAP_REST_BYTES) pipe.flow.abort(new Error("the rest is not wanted"));
}

function discard(pipe: Pipe): void {
  if (pipe.dropped !== undefined || pipe.outcome !== "open") return;
  drop(pipe, pipe.queuedBytes);
  pipe.queue.length = 0;
  pipe.flow.resume();
  const giveUp = () => pipe.flow.abort(new Error("the rest did not come"));
  setTimeout(giveUp, pipe.limits.stallMs).unref();
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
