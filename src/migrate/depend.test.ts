import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { closure, groupsOf, holderOf, sortImports } from "./depend.ts";
import type { Repository } from "./repository.ts";

function repository(importPath: string, imports: readonly string[] = []): Repository {
  const place = { file: "x.go", line: 1 };
  return {
    ...{ directory: `/src/${importPath}`, importPath, vcs: "none", remote: null, module: null },
    ...{ packages: ["."], olderThan: [], vendoring: [], locked: [], mentions: [], unreadable: [] },
    imports: new Map(imports.map((path) => [path, place])),
    vendored: new Set(),
  };
}

const nameOf = (one: Repository) => one.importPath ?? undefined;

test("imports by where they lead", () => {
  const one = repository("a.b/c", ["fmt", "C", "a.b/c/d", "a.b/cd", "./x", "..", "mylib"]);
  assert.deepEqual(
    sortImports(one, "a.b/c", (path) => path === "fmt"),
    {
      standard: ["C", "fmt"],
      own: ["a.b/c/d"],
      outside: ["a.b/cd", "mylib"],
      relative: ["..", "./x"],
    },
  );
});

test("a package belongs to the repository with the longest path", () => {
  const all = ["a.b/c", "a.b/c/d", "a.b/x"].map((path) => repository(path));
  assert.equal(holderOf("a.b/c/d/e", all, nameOf)?.importPath, "a.b/c/d");
  assert.equal(holderOf("a.b/c/dd", all, nameOf)?.importPath, "a.b/c");
  assert.equal(holderOf("a.b/y", all, nameOf), undefined);
});

/** Everything that can be reached, by trying all pairs: slow and plain. */
function reach(edges: readonly (readonly [number, number])[], size: number): boolean[][] {
  const to = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [a, b] of edges) (to[a] ?? [])[b] = true;
  for (let k = 0; k < size; k++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) if (to[a]?.[k] && to[k]?.[b]) (to[a] ?? [])[b] = true;
  return to;
}

test("groups: those that reach each other; each after all that it reaches", () => {
  const pair = fc.tuple(fc.nat(7), fc.nat(7));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
      const all = Array.from({ length: 8 }, (_, at) => repository(`a.b/${at}`));
      const at = (index: number) => all[index] ?? repository("none");
      const edges = new Map(
        all.map((one, a) => [one, pairs.filter(([from]) => from === a).map(([, b]) => at(b))]),
      );
      const to = reach(pairs, 8);
      const groups = groupsOf(all, edges);
      assert.equal(groups.flat().length, 8);
      const where = (one: Repository) => groups.findIndex((group) => group.includes(one));
      for (let a = 0; a < 8; a++) {
        const reached = all.filter((one, b) => b !== a && to[a]?.[b] && one);
        assert.deepEqual(closure(at(a), edges), reached);
        for (let b = 0; b < 8; b++) {
          if (a === b || !to[a]?.[b]) continue;
          if (to[b]?.[a]) assert.equal(where(at(a)), where(at(b)));
          else assert.ok(where(at(b)) < where(at(a)));
        }
      }
    }),
  );
});

test("ten thousand in a row do not overflow the stack", () => {
  const all = Array.from({ length: 10_000 }, (_, at) => repository(`a.b/${at}`));
  const edges = new Map(all.map((one, at) => [one, all.slice(at + 1, at + 2)]));
  assert.equal(groupsOf(all, edges)[0]?.[0]?.importPath, "a.b/9999");
});
