/**
 * Where settings stand. A project's: the nearest gostead.yaml from the working
 * directory up to the root of its repository (or of the file system, outside
 * one). The user's and the system's: one fixed place each.
 */
import { lstatSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Env } from "#host/env.ts";

export const PROJECT_FILE = "gostead.yaml";
export const SYSTEM_FILE = "/etc/gostead/config.yaml";

/** What marks the root of a repository; a worktree's or submodule's `.git` is a file. */
const BOUNDARIES = [".git", ".hg", ".jj"];

/** Where a project's file may be, the nearest first. */
export function* projectFiles(cwd: string): Generator<string> {
  for (let directory = cwd; isAbsolute(directory); directory = dirname(directory)) {
    yield join(directory, PROJECT_FILE);
    const isRoot = BOUNDARIES.some((name) => exists(join(directory, name)));
    if (isRoot || dirname(directory) === directory) return;
  }
}

/** The user's file; undefined where there is no home. A relative XDG_CONFIG_HOME is invalid and ignored. */
export function userFile({ XDG_CONFIG_HOME: xdg, HOME: home }: Env): string | undefined {
  if (xdg && isAbsolute(xdg)) return join(xdg, "gostead", "config.yaml");
  return home && isAbsolute(home) ? join(home, ".config", "gostead", "config.yaml") : undefined;
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
