/**
 * Repositories below a `src`. One begins where version control does; else, on hosts
 * whose paths have a known length, at the third element; else at the topmost
 * directory that holds Go files, a go.mod or a vendoring tool's. What lies in it belongs
 * to it. Links are not followed: Go's own patterns do not either.
 */
import { join } from "node:path";
import { VENDORING } from "./lock.ts";
import { type Entry, listDirectory } from "./read.ts";
import { vcsOf } from "./vcs.ts";

export interface Found {
  readonly directory: string;
  readonly importPath: string;
}

export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Hosts whose repositories are host/owner/name. */
const THREE = /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$/;
const MAX_DEPTH = 12;

/** In the order of their paths; what cannot be read, and links, go to `onSkipped`. */
export async function* repositoriesBelow(
  src: string,
  onSkipped: (one: Skipped) => void,
): AsyncGenerator<Found> {
  yield* within({ directory: src, elements: [] }, onSkipped);
}

interface At {
  readonly directory: string;
  readonly elements: readonly string[];
}

async function* within(
  { directory, elements }: At,
  onSkipped: (one: Skipped) => void,
): AsyncGenerator<Found> {
  const entries = await listDirectory(directory);
  if (typeof entries === "string") return onSkipped({ path: directory, reason: entries });
  if (elements.length > 0 && isRoot(entries, elements)) {
    yield { directory, importPath: elements.join("/") };
    return;
  }
  if (elements.length >= MAX_DEPTH) return;
  for (const { name, kind } of entries) {
    const path = join(directory, name);
    if (kind === "link") onSkipped({ path, reason: "it is a link, and links are not followed" });
    if (kind !== "directory" || /^[._]/.test(name)) continue;
    yield* within({ directory: path, elements: [...elements, name] }, onSkipped);
  }
}

function isRoot(entries: readonly Entry[], elements: readonly string[]): boolean {
  const names = entries.map(({ name }) => name);
  if (vcsOf(names) !== "none") return true;
  if (THREE.test(elements[0] ?? "")) return elements.length === 3;
  return (
    entries.some(({ name, kind }) => kind === "file" && name.endsWith(".go")) ||
    names.some((name) => name === "go.mod" || name === "vendor" || name === "Godeps") ||
    VENDORING.some((name) => names.includes(name))
  );
}
