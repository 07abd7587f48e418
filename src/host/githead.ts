/**
 * Where a work tree stands, read from the files of its `.git` (gitrepository-layout(5)): HEAD, refs, packed-refs; a
 * worktree's `.git` is a file that names the directory. No git runs, since a hostile clone's configuration makes git run programs.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

export interface GitHead {
  /** 40 or 64 hex digits; absent before the first commit. */
  readonly commit?: string;
  /** Absent when HEAD is detached. */
  readonly branch?: string;
  /** The directory of the repository; worktrees have one of their own. */
  readonly directory: string;
  /** Where the files are checked out. */
  readonly root: string;
}

const MOST = 4 << 20;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The repository that holds `directory`; undefined when none does. Never throws. */
export function gitHead(directory: string): GitHead | undefined {
  for (let at = directory; isAbsolute(at); at = dirname(at)) {
    const git = gitDirectory(join(at, ".git"));
    if (git !== undefined) return { ...headOf(git), directory: git, root: at };
    if (dirname(at) === at) break;
  }
  return undefined;
}

function gitDirectory(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return text(join(path, "HEAD")) === undefined ? undefined : path;
  const [, named] = /^gitdir: (.+)$/m.exec(text(path) ?? "") ?? [];
  return named === undefined ? undefined : resolve(dirname(path), named.trim());
}

function headOf(git: string): { commit?: string; branch?: string } {
  const head = text(join(git, "HEAD"))?.trim() ?? "";
  if (COMMIT.test(head)) return { commit: head };
  const [, ref] = /^ref: (refs\/[^\s]+)$/.exec(head) ?? [];
  if (ref === undefined || ref.includes("..")) return {};
  const common = text(join(git, "commondir"))?.trim();
  const places = common === undefined ? [git] : [git, resolve(git, common)];
  const commit = places.map((place) => refOf(place, ref)).find((found) => found !== undefined);
  const branch = ref.replace(/^refs\/heads\//, "");
  return commit === undefined ? { branch } : { branch, commit };
}

function refOf(git: string, ref: string): string | undefined {
  const loose = text(join(git, ref))?.trim();
  if (loose !== undefined && COMMIT.test(loose)) return loose;
  const packed = (text(join(git, "packed-refs")) ?? "")
    .split("\n")
    .find((line) => line.endsWith(` ${ref}`));
  const commit = packed?.split(" ")[0];
  return commit !== undefined && COMMIT.test(commit) ? commit : undefined;
}

/** A regular file's text; undefined for everything else. */
function text(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MOST ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
