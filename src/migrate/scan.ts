/**
 * All repositories in the roots: those to migrate, and the modules beside them,
 * which they may import.
 */
import { sep } from "node:path";
import { examine } from "./examine.ts";
import { listDirectory } from "./read.ts";
import type { Repository } from "./repository.ts";
import { importPathOf, type Root } from "./roots.ts";
import { type Found, repositoriesBelow, type Skipped } from "./walk.ts";

export interface Scan {
  readonly roots: readonly Root[];
  /** Without go.mod, and with Go files: what a migration is for. */
  readonly repositories: readonly Repository[];
  /** What has a go.mod already. */
  readonly modules: readonly Repository[];
  /** Repositories without go.mod that a PATH leaves out, but that others may import. */
  readonly others: readonly Repository[];
  readonly skipped: readonly Skipped[];
}

/** `onFound` is told of each one before it is looked at. Never throws for what lies there. */
export async function scan(
  roots: readonly Root[],
  onFound: (path: string) => void = () => {},
): Promise<Scan> {
  const skipped: Skipped[] = [];
  const all: { repository: Repository; isWanted: boolean }[] = [];
  for (const root of roots) {
    for await (const found of foundIn(root, skipped)) {
      onFound(found.importPath ?? found.directory);
      for (const repository of await withNested(found, root)) {
        all.push({ repository, isWanted: isWithin(repository.directory, root.only) });
      }
    }
  }
  const go = all.filter(({ repository }) => repository.packages.length > 0);
  const without = go.filter(({ repository }) => repository.module === null);
  return {
    roots,
    repositories: without.filter(({ isWanted }) => isWanted).map(({ repository }) => repository),
    others: without.filter(({ isWanted }) => !isWanted).map(({ repository }) => repository),
    modules: all.map(({ repository }) => repository).filter(({ module }) => module !== null),
    skipped,
  };
}

type Place = Omit<Found, "importPath"> & { readonly importPath: string | null };

async function* foundIn({ src, only }: Root, skipped: Skipped[]): AsyncGenerator<Place> {
  if (src !== null) {
    yield* repositoriesBelow(src, (one) => skipped.push(one));
    return;
  }
  const entries = await listDirectory(only);
  if (typeof entries === "string") skipped.push({ path: only, reason: entries });
  else yield { directory: only, importPath: null };
}

/** A repository, and the modules that lie within it. */
async function withNested({ directory, importPath }: Place, { src }: Root): Promise<Repository[]> {
  const { repository, nested } = await examine(directory, importPath);
  const found = [repository];
  for (const one of nested) {
    const path = src === null ? null : importPathOf(src, one);
    found.push(...(await withNested({ directory: one, importPath: path }, { src, only: one })));
  }
  return found;
}

/** A PATH inside of a repository means that repository. */
function isWithin(directory: string, only: string): boolean {
  return directory === only || directory.startsWith(only + sep) || only.startsWith(directory + sep);
}
