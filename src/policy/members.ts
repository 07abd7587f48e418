/** Members of a tree that has its shape already: what is not there is empty. Pure. */
import type { Tree } from "#yaml/tree.ts";

export function memberOf(tree: Tree, key: string): Tree | undefined {
  return tree.is === "map" ? tree.entries.find((entry) => entry.key === key)?.value : undefined;
}

export function scalarOf(tree: Tree, key: string): string | undefined {
  const member = memberOf(tree, key);
  return member?.is === "scalar" ? member.text : undefined;
}

export function itemsOf(tree: Tree, key: string): readonly Tree[] {
  const member = memberOf(tree, key);
  return member?.is === "list" ? member.items : [];
}
