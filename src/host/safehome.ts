/**
 * Security S13: what root runs and writes below GOSTEAD_HOME must be nobody
 * else's to change. Every directory from `/` to the home belongs to root and is
 * writable for root alone; one that everybody may write (`/tmp`) counts only with
 * the sticky bit, which keeps others from renaming what is root's. Links on the
 * way are followed, and are root's too. ACLs are not looked at.
 */
import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { type Env, isAbsent } from "./env.ts";
import { type Home, homePaths } from "./paths.ts";
import { untrusted } from "./text.ts";

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;
/** As many as Linux follows. */
const MAX_LINKS = 40;

export interface Weakness {
  /** The directory or link that others can change. */
  readonly path: string;
  readonly why: string;
}

/** The home that the environment names. Throws `bad-setting` when it names none, `unsafe-home` when root must not use it. */
export function safeHome(env: Env): Home {
  const home = homePaths(env);
  requireSafeHome(home.root, userId());
  return home;
}

/** Who runs this; undefined where there are no user ids. */
export function userId(): number | undefined {
  return process.getuid?.();
}

/** Throws `unsafe-home` when `uid` is root's and somebody else could change the home. */
export function requireSafeHome(root: string, uid: number | undefined): void {
  const weakness = uid === 0 ? weaknessOf(root) : undefined;
  if (weakness === undefined) return;
  const { path, why } = weakness;
  const what = `${untrusted(root)}: ${untrusted(path)} ${why}`;
  throw new GosteadError("unsafe-home", `root must not use the home ${what}`, {
    fix: "run this as the home's owner, or use root's own: gostead --system, or GOSTEAD_HOME",
  });
}

/** Where others than root could change an absolute path; undefined where nobody can. What is not there yet is safe. */
export function weaknessOf(path: string, owner = 0): Weakness | undefined {
  const left = partsOf(path);
  let links = 0;
  for (let at = "/"; ; ) {
    const status = statusOf(at);
    if (status === undefined) return undefined;
    const why = weaknessIn(status, { owner, isLast: left.length === 0 });
    if (why !== undefined) return { path: at, why };
    if (status.isSymbolicLink()) {
      if (++links > MAX_LINKS) return { path: at, why: "is a link without an end" };
      const target = readlinkSync(at);
      left.unshift(...partsOf(target));
      at = target.startsWith("/") ? "/" : dirname(at);
    }
    const next = left.shift();
    if (next === undefined) return undefined;
    at = join(at, next);
  }
}

function weaknessIn(
  status: Stats,
  { owner, isLast }: { readonly owner: number; readonly isLast: boolean },
): string | undefined {
  if (status.uid !== 0 && status.uid !== owner) return `belongs to user ${status.uid}`;
  if (status.isSymbolicLink() || (status.mode & OTHERS_WRITE) === 0) return undefined;
  if (!isLast && (status.mode & STICKY) !== 0) return undefined;
  return `may be written by others (mode ${(status.mode & 0o7777).toString(8)})`;
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
