/**
 * Names for shared content. `linkAll` gives objects a place in a staging tree
 * and hashes the inode that now stands there (security S1: a manifest proves
 * names, never the bytes that happen to lie in the store today). `joinAll` lets
 * proven tree files become objects.
 */
import { hash } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  linkSync,
  renameSync,
  unlinkSync,
} from "node:fs";
import { openToRead, readOpen } from "./look.ts";
import type { Job, LinkItem, LinkMethod, OutcomeOf, Timings } from "./message.ts";

type LinkJob = Extract<Job, { kind: "link" }>;
type JoinJob = Extract<Job, { kind: "join" }>;

/** Links every item below `job.root` and returns the hash of what stands there. */
export function linkAll(job: LinkJob): OutcomeOf<LinkJob> {
  const hashes = new Uint8Array(32 * job.items.length);
  const missing: number[] = [];
  const times: Timings = { inflate: 0, hash: 0, write: 0, link: 0 };
  job.items.forEach((item, index) => {
    const t0 = performance.now();
    const path = `${job.root}/${item.path}`;
    if (!tryShare(`${job.store}/${item.object}`, path, job.method)) {
      missing.push(index);
      return;
    }
    const t1 = performance.now();
    hashes.set(digest(path), 32 * index);
    times.link += t1 - t0;
    times.hash += performance.now() - t1;
  });
  return { kind: "link", hashes, missing, times };
}

/** Makes objects of tree files whose content was proven; returns the objects that held other bytes. */
export function joinAll(job: JoinJob): OutcomeOf<JoinJob> {
  const replaced: string[] = [];
  const start = performance.now();
  for (const item of job.items) {
    if (!joinOne(job, item)) replaced.push(item.object);
  }
  const link = performance.now() - start;
  return { kind: "join", replaced, times: { inflate: 0, hash: 0, write: 0, link } };
}

/** A prune at the same moment may take an object away between two looks at it. */
const JOIN_TRIES = 5;

/** False when an object with other content had to be replaced. */
function joinOne(job: JoinJob, item: LinkItem): boolean {
  for (let attempt = 1; ; attempt++) {
    try {
      return tryJoin(job, item);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || attempt === JOIN_TRIES) throw error;
    }
  }
}

function tryJoin(job: JoinJob, item: LinkItem): boolean {
  const object = `${job.store}/${item.object}`;
  const path = `${job.root}/${item.path}`;
  try {
    share(path, object, job.method);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  const want = /\/([0-9a-f]{64})(-x)?$/.exec(item.object)?.[1];
  const intact = digest(object).toString("hex") === want;
  if (intact) replaceBy(object, path, job.method);
  else replaceBy(path, object, job.method);
  return intact;
}

/** Puts a share of `from` in place of `to`, by rename: holders of the old inode keep it. */
export function replaceBy(from: string, to: string, method: LinkMethod): void {
  const temporary = `${to}.${crypto.randomUUID()}`;
  share(from, temporary, method);
  renameSync(temporary, to);
}

/** False when the object is not there. A link that may not be made (EMLINK, EPERM, EXDEV) becomes a copy. */
function tryShare(from: string, to: string, method: LinkMethod): boolean {
  try {
    share(from, to, method);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** One more name, or one more copy, of a file's content; throws EEXIST when `to` is there. */
export function share(from: string, to: string, method: LinkMethod): void {
  if (method === "reflink") {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return;
  }
  if (method === "hardlink") {
    try {
      linkSync(from, to);
      return;
    } catch (error) {
      if (!["EMLINK", "EPERM", "EXDEV", "ENOTSUP"].includes(codeOf(error))) throw error;
    }
  }
  copyFileSync(from, to, constants.COPYFILE_EXCL);
}

function digest(path: string): Buffer {
  const fd = openToRead(path);
  try {
    return hash("sha256", readOpen(fd, fstatSync(fd).size), "buffer");
  } finally {
    closeSync(fd);
  }
}

/**
 * How this file system shares content: a clone (an edit of one tree stays in
 * that tree), else a hard link, else a copy. Tried with one real file.
 */
export function probeMethod(file: string, scratch: string): LinkMethod {
  const tries: readonly [LinkMethod, () => void][] = [
    ["reflink", () => copyFileSync(file, scratch, constants.COPYFILE_FICLONE_FORCE)],
    ["hardlink", () => linkSync(file, scratch)],
  ];
  for (const [method, attempt] of tries) {
    try {
      attempt();
      unlinkSync(scratch);
      return method;
    } catch {
      // This file system cannot: try the next way.
    }
  }
  return "copy";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
