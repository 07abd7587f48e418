/**
 * Files of a tree that is not ours, as new files of a staging tree (security
 * S11). Never linked: whoever has the original open can still write to it. What
 * is hashed is what was written. A link, a FIFO or another size is no such file.
 */
import { hash } from "node:crypto";
import { writeNew } from "./inflate.ts";
import { readRegular } from "./look.ts";
import type { Job, OutcomeOf, Timings } from "./message.ts";
import { fileMode } from "./object.ts";

type CopyJob = Extract<Job, { kind: "copy" }>;

/** Copies every item from below `job.from` to below `job.root`; `missing` are those that are not there as announced. */
export function copyAll(job: CopyJob): OutcomeOf<CopyJob> {
  const hashes = new Uint8Array(32 * job.items.length);
  const missing: number[] = [];
  const times: Timings = { inflate: 0, hash: 0, write: 0, link: 0 };
  job.items.forEach((item, index) => {
    const content = readRegular(`${job.from}/${item.source}`);
    if (content?.length !== item.size) {
      missing.push(index);
      return;
    }
    const t0 = performance.now();
    hashes.set(hash("sha256", content, "buffer"), 32 * index);
    const t1 = performance.now();
    writeNew(`${job.root}/${item.path}`, content, fileMode(item.executable));
    times.hash += t1 - t0;
    times.write += performance.now() - t1;
  });
  return { kind: "copy", hashes, missing, times };
}
