/**
 * Which chunk of dist/ a module goes to. Every file that Node loads at a start costs it half a millisecond: left to
 * itself a bundler makes a chunk for each set of modules that some dynamic imports share, seventy of them for one
 * command. Libraries keep chunks of their own, since most commands need none.
 */
import { join } from "node:path";
import type { ChunkingContext } from "rolldown";

/** A module belongs to the first whose entries need it: what they import, and so on, but not what they load when it is needed. */
const CHUNKS = [
  ["start", ["cli/main.ts"]],
  ["worker-base", ["store/worker.ts"]],
  ["base", ["cli/dispatch.ts"]],
  [
    "rest",
    [
      "cli/commands.ts",
      "cli/table.ts",
      "cli/setup.ts",
      "cli/allow.ts",
      "cli/rollback.ts",
      "cli/switched.ts",
      "facts/facts.ts",
    ],
  ],
] as const;

/** `root` is the package's directory. Gives null for a module that stays where the bundler puts it. */
export function chunksBelow(root: string) {
  const closures = new Map<string, Set<string>>();
  const needs = (entry: string, context: ChunkingContext) => {
    const known = closures.get(entry) ?? closureOf(join(root, "src", entry), context);
    closures.set(entry, known);
    return known;
  };
  return (id: string, context: ChunkingContext): string | null => {
    if (!id.startsWith(join(root, "src/")) || context.getModuleInfo(id)?.isEntry) return null;
    const chunk = CHUNKS.find(([, entries]) => entries.some((one) => needs(one, context).has(id)));
    return chunk?.[0] ?? null;
  };
}

function closureOf(entry: string, context: ChunkingContext): Set<string> {
  const seen = new Set([entry]);
  for (const id of seen) {
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) seen.add(imported);
  }
  return seen;
}
