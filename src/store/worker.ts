/** A store worker: takes one batch at a time, does the hashing, inflating and linking, answers. */
import { parentPort } from "node:worker_threads";
import { copyAll } from "./copy.ts";
import { failureOf } from "./failure.ts";
import { inflateAll } from "./inflate.ts";
import { joinAll, linkAll } from "./link.ts";
import { lookAll } from "./look.ts";
import type { Job, Outcome, Reply } from "./message.ts";

function perform(job: Job): Outcome {
  switch (job.kind) {
    case "inflate":
      return inflateAll(job);
    case "link":
      return linkAll(job);
    case "join":
      return joinAll(job);
    case "look":
      return lookAll(job);
    case "copy":
      return copyAll(job);
  }
}

function answer(job: Job): Reply {
  try {
    return { ok: true, outcome: perform(job) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

parentPort?.on("message", (job: Job) => {
  parentPort?.postMessage(answer(job));
});
