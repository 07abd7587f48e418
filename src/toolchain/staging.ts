/**
 * A private place where a tree grows before anybody can see it:
 * `staging/<release>.<uuid>/tree`, or `toolchains/.staging/…` where toolchains lie
 * on another mount, since the last step is a rename. What a killed install leaves
 * is never an input; `prune` removes it once nobody holds the release's lock.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** A new place, shared with nobody; the caller closes it. */
export function openStaging(home: Home, release: Release): Staging {
  const root = join(placeIn(home), `${releaseName(release)}.${crypto.randomUUID()}`);
  const tree = join(root, "tree");
  mkdirSync(tree, { recursive: true });
  return {
    root,
    tree,
    spool: join(root, "archive.zip"),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Every directory that may hold staged trees. */
export function stagingPlaces(home: Home): string[] {
  return [home.staging, join(home.toolchains, ".staging")];
}

/**
 * Only a rename tells: two mounts of one file system have one device number. Any
 * other failure of the probe says nothing: the install meets it again, or does not.
 */
function placeIn(home: Home): string {
  mkdirSync(home.staging, { recursive: true });
  mkdirSync(home.toolchains, { recursive: true });
  const name = `.probe.${crypto.randomUUID()}`;
  const [here, there] = [join(home.staging, name), join(home.toolchains, name)];
  try {
    writeFileSync(here, "", { flag: "wx" });
    renameSync(here, there);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EXDEV") {
      return join(home.toolchains, ".staging");
    }
  } finally {
    rmSync(here, { force: true });
    rmSync(there, { force: true });
  }
  return home.staging;
}

/** Makes every directory that the names need below an empty tree. */
export function makeDirectories(tree: string, names: Iterable<string>): void {
  for (const directory of directoriesOf(names)) mkdirSync(`${tree}/${directory}`, 0o755);
}
