/**
 * Names for shared content. `linkAll` gives objects a place in a staging tree
 * and hashes the inode that now stands there (security S1: a manifest proves
 * names, never the bytes that happen to lie in the store today). `joinAll` lets
 * proven tree files become objects.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  renameSync,
  unlinkSync,
} from "node:fs";
import { digestOpen, MAX_FILE, openToRead } from "./look.ts";
import type { Job, LinkItem, LinkMethod, OutcomeOf, Timings } from "./message.ts";
import { fileMode, keyOfName } from "./object.ts";

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
    const outcome = tryShare(`${job.store}/${item.object}`, path, job.method);
    const t1 = performance.now();
    if (outcome === "missing") missing.push(index);
    const digest = outcome === "shared" ? digestOf(path, item.object) : undefined;
    if (digest !== undefined) hashes.set(digest, 32 * index);
    times.link += t1 - t0;
    times.hash += performance.now() - t1;
  });
  return { kind: "link", hashes, missing, times };
}

/** Makes objects of tree files whose content was proven; where an object is there already, the tree shares it. */
export function joinAll(job: JoinJob): OutcomeOf<JoinJob> {
  const altered: number[] = [];
  const start = performance.now();
  job.items.forEach((item, index) => {
    if (!joinOne(job, item)) altered.push(index);
  });
  const link = performance.now() - start;
  return { kind: "join", altered, times: { inflate: 0, hash: 0, write: 0, link } };
}

/** Why a file system, or a file, takes no further link. */
const NO_LINK = ["EMLINK", "EPERM", "EXDEV", "ENOTSUP"];

/** A prune at the same moment may take an object away between two looks at it. */
const JOIN_TRIES = 5;

/** False when an object with other content stands there. */
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
  if (becomesObject(path, object, job.method)) return true;
  const found = digestOf(object, item.object);
  if (found === undefined || hex(found) !== keyOfName(item.object)?.sha256) return false;
  replaceBy(object, path, job.method);
  return true;
}

/** False when something stands there. A copy comes by rename: one that is cut off must not pass for the object. */
function becomesObject(path: string, object: string, method: LinkMethod): boolean {
  try {
    if (method === "hardlink") {
      linkSync(path, object);
      return true;
    }
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!NO_LINK.includes(codeOf(error))) throw error;
  }
  if (lstatSync(object, { throwIfNoEntry: false }) !== undefined) return false;
  replaceBy(path, object, method);
  return true;
}

/** Puts a share of `from` in place of `to`, by rename: holders of the old inode keep it. */
export function replaceBy(from: string, to: string, method: LinkMethod): void {
  const temporary = `${to}.${crypto.randomUUID()}`;
  share(from, temporary, method);
  renameSync(temporary, to);
}

/** `unfit`: what stands in the store is no file, or longer than any. It is not waited for, followed or copied. */
function tryShare(from: string, to: string, method: LinkMethod): "shared" | "missing" | "unfit" {
  const stat = lstatSync(from, { throwIfNoEntry: false });
  if (stat === undefined) return "missing";
  if (!stat.isFile() || stat.size > MAX_FILE) return "unfit";
  try {
    share(from, to, method);
    return "shared";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "missing";
    throw error;
  }
}

/**
 * One more name, or one more copy, of a file's content; throws EEXIST when `to` is
 * there. A link that may not be made becomes a copy.
 */
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
      if (!NO_LINK.includes(codeOf(error))) throw error;
    }
  }
  copyFileSync(from, to, constants.COPYFILE_EXCL);
}

/**
 * The hash of what stands at `path`, which is or shares the object of that name;
 * undefined when it is no sound file. A mode that somebody changed (chmod -R of a
 * tree reaches the store, security S11) is put right on the way.
 */
function digestOf(path: string, object: string): Uint8Array | undefined {
  let fd: number;
  try {
    fd = openToRead(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") throw error;
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    const mode = fileMode(keyOfName(object)?.executable ?? false);
    if (stat.isFile() && (stat.mode & 0o7777) !== mode) fchmodSync(fd, mode);
    return digestOpen(fd, stat);
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

function hex(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString("hex");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
