/**
 * The module cache that is there already: modules use it as it is. Its size, and
 * when something was last put into it. https://go.dev/ref/mod#module-cache
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type Env, goSetting } from "#host/env.ts";
import { listDirectory } from "./read.ts";
import { gopathEntries } from "./roots.ts";

export interface ModCache {
  readonly path: string;
  readonly files: number;
  /** Physical bytes. */
  readonly bytes: number;
  /** When a module was last put into it: ms since 1970. */
  readonly newestMs: number;
  /** False: there is more than was counted. */
  readonly whole: boolean;
}

/** Counting more would take longer than the answer is worth. */
const MAX_FILES = 300_000;
const BLOCK = 512;

/** GOMODCACHE, else `pkg/mod` of the first GOPATH entry. */
export function modCachePath(env: Env): string | undefined {
  const said = goSetting(env, "GOMODCACHE")?.value;
  if (said !== undefined) return said;
  const [first] = gopathEntries(env);
  return first === undefined ? undefined : join(first, "pkg", "mod");
}

/** Undefined where there is none. */
export async function measureModCache(path: string): Promise<ModCache | undefined> {
  if (typeof (await listDirectory(path)) === "string") return undefined;
  const open = [path];
  let [files, bytes, newestMs] = [0, 0, 0];
  for (let one = open.pop(); one !== undefined && files < MAX_FILES; one = open.pop()) {
    const entries = await listDirectory(one);
    if (typeof entries === "string") continue;
    for (const { name, kind } of entries) {
      const inner = join(one, name);
      if (kind === "directory") open.push(inner);
      const status = lstatSync(inner, { throwIfNoEntry: false });
      if (status === undefined) continue;
      bytes += status.blocks * BLOCK;
      if (kind !== "file") continue;
      files++;
      newestMs = Math.max(newestMs, status.ctimeMs);
    }
  }
  return { path, files, bytes, newestMs, whole: files < MAX_FILES };
}
