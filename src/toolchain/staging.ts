/**
 * A private place where a tree grows before anybody can see it:
 * `staging/<release>.<uuid>/tree`. What a killed install leaves here is never
 * an input; `prune` removes it once nobody holds the release's lock.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import { type Release, releaseName } from "#model/release.ts";
import { directoriesOf } from "./shape.ts";

export interface Staging {
  readonly root: string;
  /** The tree to be. */
  readonly tree: string;
  /** Where a zip that comes whole is kept. */
  readonly spool: string;
  close(): void;
}

export function openStaging(home: Home, release: Release): Staging {
  const root = join(home.staging, `${releaseName(release)}.${crypto.randomUUID()}`);
  const tree = join(root, "tree");
  mkdirSync(tree, { recursive: true });
  return {
    root,
    tree,
    spool: join(root, "archive.zip"),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function makeDirectories(tree: string, names: Iterable<string>): void {
  for (const directory of directoriesOf(names)) mkdirSync(`${tree}/${directory}`, 0o755);
}
