/**
 * Where a migration looks: GOPATH's entries, or what a person named: a GOPATH
 * entry (it holds `src`), a `src`, a directory below one, or a repository that lies
 * outside of any.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Env, goSetting } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { reasonOf } from "./read.ts";
import { vcsOf } from "./vcs.ts";

export interface Root {
  /** The GOPATH entry's `src`; null for a repository that lies outside. */
  readonly src: string | null;
  /** Only what lies here: `src` itself, or below it. */
  readonly only: string;
}

/** GOPATH's entries as Go finds them: environment, go/env file, `$HOME/go`. Relative ones are refused by Go, and left out. */
export function gopathEntries(env: Env): readonly string[] {
  const said = goSetting(env, "GOPATH")?.value;
  const home = env.HOME ? [join(env.HOME, "go")] : [];
  const entries = said === undefined ? home : said.split(":");
  return [...new Set(entries.filter(isAbsolute).map((one) => resolve(one)))];
}

/** Throws `usage` for a path that is not there or no directory. */
export function rootsOf(path: string | undefined, env: Env, cwd: string): readonly Root[] {
  const sources = gopathEntries(env).map((entry) => join(entry, "src"));
  if (path === undefined) {
    return sources
      .filter(existsSync)
      .map((src) => ({ src: realpathSync(src), only: realpathSync(src) }));
  }
  const named = directoryAt(resolve(cwd, path));
  const src = sources.map(realOr).find((one) => named === one || named.startsWith(one + sep));
  if (src !== undefined) return [{ src, only: named }];
  if (basename(named) === "src") return [{ src: named, only: named }];
  const inner = join(named, "src");
  if (existsSync(inner) && !isRepository(named))
    return [{ src: realOr(inner), only: realOr(inner) }];
  return [{ src: null, only: named }];
}

function directoryAt(path: string): string {
  try {
    const real = realpathSync(path);
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    throw noDirectory(path, reasonOf(cause), cause);
  }
  throw noDirectory(path, "it is no directory");
}

function noDirectory(path: string, why: string, cause?: unknown): GosteadError {
  return new GosteadError("usage", `cannot look at ${quoted(path, 400)}: ${why}`, {
    fix: "name a GOPATH entry, a directory below its src, or a repository",
    cause,
  });
}

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isRepository(directory: string): boolean {
  return (
    vcsOf([".git", ".hg", ".svn", ".bzr"].filter((name) => existsSync(join(directory, name)))) !==
    "none"
  );
}

/** The path below src as Go writes it. */
export function importPathOf(src: string, directory: string): string {
  return relative(src, directory).split(sep).join("/");
}
