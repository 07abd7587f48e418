/**
 * The store's workers. A pool takes jobs, hands each to the next free worker
 * and holds callers back (`room`) while too many bytes wait in line.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { errorOfFailure, errorOfSystem } from "./failure.ts";
import type { Job, OutcomeOf, Reply } from "./message.ts";

export interface Pool {
  /** Performs one job; rejects with a GosteadError. */
  run<J extends Job>(job: J): Promise<OutcomeOf<J>>;
  /** Resolves when another job may be added without the queue growing beyond its bound. */
  room(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly job: Job;
  readonly settle: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** More workers than this only add memory: two already saturate a link of 1 Gbit/s. */
const MAX_WORKERS = 4;

const QUEUE_PER_WORKER = 4;

export function openPool(size = Math.min(MAX_WORKERS, availableParallelism())): Pool {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const waitingForRoom: (() => void)[] = [];
  const busy = new Map<Worker, Waiting>();
  let lost = 0;
  const full = () => queue.length + busy.size >= size * QUEUE_PER_WORKER;

  const pump = () => {
    for (let worker = idle.pop(); worker !== undefined; worker = idle.pop()) {
      const next = queue.shift();
      if (next === undefined) {
        idle.push(worker);
        break;
      }
      busy.set(worker, next);
      worker.ref();
      worker.postMessage(next.job, transfers(next.job));
    }
    while (waitingForRoom.length > 0 && !full()) waitingForRoom.shift()?.();
  };
  const finish = (worker: Worker, act: (waiting: Waiting) => void) => {
    const waiting = busy.get(worker);
    busy.delete(worker);
    worker.unref();
    if (waiting !== undefined) act(waiting);
  };
  const workers = Array.from({ length: size }, () => {
    const worker = new Worker(workerUrl());
    worker.on("message", (reply: Reply) => {
      finish(worker, (waiting) => waiting.settle(reply));
      idle.push(worker);
      pump();
    });
    worker.on("error", (error) => {
      finish(worker, (waiting) => waiting.reject(error));
      lost++;
      if (lost === size) for (const waiting of queue.splice(0)) waiting.reject(error);
    });
    worker.unref();
    idle.push(worker);
    return worker;
  });

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown) => reject(errorOfSystem(error));
        const settle = (reply: Reply) =>
          reply.ok ? resolve(reply.outcome as never) : reject(errorOfFailure(reply.failure));
        queue.push({ job, settle, reject: fail });
        pump();
      }),
    room: () =>
      full() ? new Promise((resolve) => waitingForRoom.push(resolve)) : Promise.resolve(),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Buffers whose bytes are handed over instead of copied. */
function transfers(job: Job): ArrayBuffer[] {
  return job.kind === "inflate" && job.data.buffer instanceof ArrayBuffer ? [job.data.buffer] : [];
}

/** The worker lies beside this file: as source unbuilt, as a second entry of the bundle. */
function workerUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
}
