/**
 * Who imports whom among the repositories of this machine. What imports each
 * other is one group, since one is nothing without the other; groups come in the
 * order in which each finds all that it needs already done. Pure.
 */
import { isBelow } from "./modulepath.ts";
import type { ModuleOf, Repository } from "./repository.ts";

export interface Sorted {
  /** A path of Go's own, or cgo's. */
  readonly standard: readonly string[];
  /** Packages of the repository itself. */
  readonly own: readonly string[];
  readonly outside: readonly string[];
  readonly relative: readonly string[];
}

/** Splits imports by where they lead. `isStandard` says whether Go itself has the package. */
export function sortImports(
  { imports }: Repository,
  module: string | undefined,
  isStandard: (path: string) => boolean,
): Sorted {
  const sorted = {
    standard: [] as string[],
    own: [] as string[],
    outside: [] as string[],
    relative: [] as string[],
  };
  for (const path of [...imports.keys()].sort()) {
    if (/^\.{1,2}(?:\/|$)/.test(path)) sorted.relative.push(path);
    else if (path === "C" || isStandard(path)) sorted.standard.push(path);
    else if (module !== undefined && isBelow(path, module)) sorted.own.push(path);
    else sorted.outside.push(path);
  }
  return sorted;
}

/** The repository that holds a package: the one with the longest path. */
export function holderOf(
  path: string,
  all: readonly Repository[],
  moduleOf: ModuleOf,
): Repository | undefined {
  let best: Repository | undefined;
  for (const one of all) {
    const module = moduleOf(one);
    if (module === undefined || !isBelow(path, module)) continue;
    if (best === undefined || module.length > (moduleOf(best) ?? "").length) best = one;
  }
  return best;
}

export type Edges = ReadonlyMap<Repository, readonly Repository[]>;

/** All that a repository needs, directly or by others, itself left out. */
export function closure(from: Repository, edges: Edges): readonly Repository[] {
  const found = new Set<Repository>();
  const open = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const next of edges.get(one) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  found.delete(from);
  return [...found].sort((a, b) => (a.directory < b.directory ? -1 : 1));
}

/** Groups of repositories that need each other, needed ones first (Tarjan, without recursion). */
export function groupsOf(
  all: readonly Repository[],
  edges: Edges,
): readonly (readonly Repository[])[] {
  const state: State = { index: new Map(), low: new Map(), stack: [], held: new Set(), groups: [] };
  for (const one of all) if (!state.index.has(one)) strong(one, edges, state);
  const wanted = new Set(all);
  return state.groups
    .map((group) => group.filter((one) => wanted.has(one)))
    .filter((group) => group.length > 0);
}

interface State {
  readonly index: Map<Repository, number>;
  readonly low: Map<Repository, number>;
  readonly stack: Repository[];
  readonly held: Set<Repository>;
  readonly groups: Repository[][];
}

function strong(start: Repository, edges: Edges, state: State): void {
  const frames = [enter(start, edges, state)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const next = frame.left.pop();
    if (next === undefined) {
      frames.pop();
      leave(frame.node, frames.at(-1)?.node, state);
    } else if (!state.index.has(next)) frames.push(enter(next, edges, state));
    else if (state.held.has(next)) lower(frame.node, state.index.get(next) ?? 0, state);
  }
}

function enter(node: Repository, edges: Edges, state: State) {
  state.index.set(node, state.index.size);
  state.low.set(node, state.index.size - 1);
  state.stack.push(node);
  state.held.add(node);
  return { node, left: [...(edges.get(node) ?? [])].reverse() };
}

function lower(node: Repository, to: number, { low }: State): void {
  low.set(node, Math.min(low.get(node) ?? to, to));
}

function leave(node: Repository, parent: Repository | undefined, state: State): void {
  const low = state.low.get(node) ?? 0;
  if (parent !== undefined) lower(parent, low, state);
  if (low !== state.index.get(node)) return;
  const group = state.stack.splice(state.stack.indexOf(node));
  for (const one of group) state.held.delete(one);
  state.groups.push(group.sort((a, b) => (a.directory < b.directory ? -1 : 1)));
}
