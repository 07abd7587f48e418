/**
 * The store's workers. A pool takes jobs, hands each to the next free worker
 * and holds callers back (`room`) while too many wait in line. A worker that dies
 * takes its job with it and no other; when none is left, or the pool is closed,
 * everything that still waits is told so: nobody waits for ever.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { GosteadError } from "#model/error.ts";
import { errorOfFailure, errorOfSystem } from "./failure.ts";
import type { Job, OutcomeOf, Reply } from "./message.ts";

export interface Pool {
  /** Performs one job; rejects with a GosteadError. */
  run<J extends Job>(job: J): Promise<OutcomeOf<J>>;
  /** Resolves when another job may be added without the queue growing beyond its bound. */
  room(): Promise<void>;
  /** Ends the workers; what they have not finished is rejected, though they may finish the job that they are at. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly settle: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** The lines at the counter: who waits, who serves, and why nobody serves any more. */
interface Hall {
  readonly queue: Waiting[];
  readonly idle: Worker[];
  readonly busy: Map<Worker, Waiting>;
  readonly alive: Set<Worker>;
  readonly waitingForRoom: (() => void)[];
  readonly limit: number;
  over: unknown;
}

/** More workers than this only add memory: two already saturate a link of 1 Gbit/s. */
const MAX_WORKERS = 4;

/** Each waiting batch holds about 1 MiB: an install is to fit into 256 MiB with all its workers. */
const QUEUE_PER_WORKER = 2;

export function openPool(size = Math.min(MAX_WORKERS, availableParallelism())): Pool {
  return poolOf(Array.from({ length: size }, () => new Worker(workerUrl())));
}

/** A pool over these workers, which speak message.ts. */
export function poolOf(workers: readonly Worker[]): Pool {
  const hall: Hall = {
    queue: [],
    idle: [...workers],
    busy: new Map(),
    alive: new Set(workers),
    waitingForRoom: [],
    limit: workers.length * QUEUE_PER_WORKER,
    over: undefined,
  };
  for (const worker of workers) employ(hall, worker);
  return {
    run: (job) => enqueue(hall, job),
    room: () =>
      isFull(hall)
        ? new Promise((resolve) => hall.waitingForRoom.push(resolve))
        : Promise.resolve(),
    close: async () => {
      dismiss(
        hall,
        new GosteadError("internal", "the workers were sent home before this was done"),
      );
      // Nothing else may keep the process alive while they end.
      for (const worker of workers) worker.ref();
      await Promise.all(workers.map((worker) => sendHome(worker, hall.busy.has(worker))));
    },
  };
}

/**
 * A worker that is stopped while zlib sets a stream up takes the whole process down (node_zlib.cc: "close before
 * init"), so it comes to the end of its job first: milliseconds, since a job is a batch of about 1 MiB. One that waits
 * for a disk could not be stopped either.
 */
async function sendHome(worker: Worker, isBusy: boolean): Promise<void> {
  if (isBusy) {
    await new Promise<void>((done) => {
      worker.once("message", () => done()).once("exit", () => done());
    });
  }
  await worker.terminate();
}

function employ(hall: Hall, worker: Worker): void {
  let reason: unknown;
  worker.on("message", (reply: Reply) => {
    release(hall, worker)?.settle(reply);
    hall.idle.push(worker);
    pump(hall);
  });
  worker.on("error", (error) => {
    reason = error;
  });
  worker.on("exit", (status) => {
    const why = reason ?? new GosteadError("internal", `a worker ended with status ${status}`);
    hall.alive.delete(worker);
    if (hall.idle.includes(worker)) hall.idle.splice(hall.idle.indexOf(worker), 1);
    release(hall, worker)?.reject(why);
    if (hall.alive.size === 0) dismiss(hall, why);
    pump(hall);
  });
  worker.unref();
}

/** Takes the job from a worker that is done with it, one way or the other. */
function release(hall: Hall, worker: Worker): Waiting | undefined {
  const waiting = hall.busy.get(worker);
  hall.busy.delete(worker);
  if (hall.over === undefined) worker.unref();
  return waiting;
}

function enqueue<J extends Job>(hall: Hall, job: J): Promise<OutcomeOf<J>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(errorOfSystem(error));
    if (hall.over !== undefined) return fail(hall.over);
    const settle = (reply: Reply) =>
      reply.ok ? resolve(reply.outcome as OutcomeOf<J>) : reject(errorOfFailure(reply.failure));
    hall.queue.push({ job, settle, reject: fail });
    pump(hall);
  });
}

function pump(hall: Hall): void {
  while (hall.queue.length > 0) {
    const worker = hall.idle.pop();
    const next = worker === undefined ? undefined : hall.queue.shift();
    if (worker === undefined || next === undefined) break;
    hall.busy.set(worker, next);
    worker.ref();
    worker.postMessage(next.job, transfers(next.job));
  }
  while (hall.waitingForRoom.length > 0 && !isFull(hall)) hall.waitingForRoom.shift()?.();
}

/** No job is taken any more, and none that waits will be done. */
function dismiss(hall: Hall, why: unknown): void {
  hall.over ??= why;
  for (const waiting of [...hall.queue.splice(0), ...hall.busy.values()]) waiting.reject(why);
  for (const go of hall.waitingForRoom.splice(0)) go();
}

/** Who is told to go on after the end finds out by the job that it adds. */
function isFull({ queue, busy, limit, over }: Hall): boolean {
  return over === undefined && queue.length + busy.size >= limit;
}

/** Buffers whose bytes are handed over instead of copied: those that hold nothing else. */
function transfers(job: Job): ArrayBuffer[] {
  if (job.kind !== "inflate" || !(job.data.buffer instanceof ArrayBuffer)) return [];
  return job.data.byteLength === job.data.buffer.byteLength ? [job.data.buffer] : [];
}

/** The worker lies beside this file: as source unbuilt, as a second entry of the bundle. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
}
