/**
 * Which version control holds a directory, and its remote, from its own files: no
 * program is started. git: `.git/config` (or the file `.git` of a worktree or
 * submodule); hg: `.hg/hgrc`; bzr: `.bzr/branch/branch.conf`; svn keeps it in a database.
 */
import { join, resolve } from "node:path";
import { redactUrl } from "#host/text.ts";
import { readHead } from "./read.ts";

export type Vcs = "git" | "hg" | "svn" | "bzr" | "none";

const MARKERS: Readonly<Record<string, Vcs>> = {
  ".git": "git",
  ".hg": "hg",
  ".svn": "svn",
  ".bzr": "bzr",
};
const MAX = 1 << 16;

/** By the names in a directory. */
export function vcsOf(names: readonly string[]): Vcs {
  const marker = names.find((name) => Object.hasOwn(MARKERS, name));
  return marker === undefined ? "none" : (MARKERS[marker] ?? "none");
}

/** The remote as it is written, without what it may hold in secret; null where none can be seen. */
export function remoteOf(directory: string, vcs: Vcs): string | null {
  const url = written(directory, vcs);
  if (url === undefined || url === "") return null;
  // `git@host:a/b` is no URL: its user is a name, not a secret.
  return /^[\w.-]+@[\w.-]+:(?!\/\/)[^@\s]+$/.test(url) ? url : redactUrl(url);
}

function written(directory: string, vcs: Vcs): string | undefined {
  switch (vcs) {
    case "git":
      return setting(gitConfig(directory), /^\[remote "origin"\]$/, "url");
    case "hg":
      return setting(readHead(join(directory, ".hg", "hgrc"), MAX), /^\[paths\]$/, "default");
    case "bzr":
      return setting(
        readHead(join(directory, ".bzr", "branch", "branch.conf"), MAX),
        undefined,
        "parent_location",
      );
    default:
      return undefined;
  }
}

function gitConfig(directory: string): string | undefined {
  const plain = readHead(join(directory, ".git", "config"), MAX);
  if (plain !== undefined) return plain;
  const [, to] = /^gitdir: (.+)/.exec(readHead(join(directory, ".git"), 4096) ?? "") ?? [];
  if (to === undefined) return undefined;
  const own = resolve(directory, to.trim());
  const common = readHead(join(own, "commondir"), 4096)?.trim();
  return readHead(join(common === undefined ? own : resolve(own, common), "config"), MAX);
}

/** `key = value` in a section of an ini file; above all sections where none is named. */
function setting(
  text: string | undefined,
  section: RegExp | undefined,
  key: string,
): string | undefined {
  let within = section === undefined;
  for (const line of (text ?? "").split("\n").map((one) => one.trim())) {
    if (line.startsWith("[")) within = section?.test(line) ?? false;
    const at = line.indexOf("=");
    if (within && at > 0 && line.slice(0, at).trim() === key) return line.slice(at + 1).trim();
  }
  return undefined;
}
