// How many files of dist/ Node reads before it can begin (the build made it before the tests).
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** The files that a chunk imports, and what these import: itself is one of them. */
function readFor(first: string): ReadonlySet<string> {
  const seen = new Set([first]);
  for (const name of seen) {
    const text = readFileSync(join(dist, name), "utf8");
    for (const [, imported] of text.matchAll(/^import (?:[^"]* from )?"\.\/([^"]+)";$/gm)) {
      if (imported !== undefined) seen.add(imported);
    }
  }
  return seen;
}

function chunk(pattern: string): string {
  const [found, ...more] = globSync(pattern, { cwd: dist });
  assert.ok(found !== undefined && more.length === 0, `${pattern}: ${more.length}`);
  return found;
}

test("what is answered without the machine needs two files, list six, a command a dozen", () => {
  const main = readFor("main.js");
  const list = readFor(chunk("chunk-dispatch-*.js"));
  const command = readFor(chunk("chunk-commands-*.js"));
  assert.ok(main.size <= 2, [...main].join(" "));
  assert.ok(list.size <= 6, [...list].join(" "));
  assert.ok(command.size > list.size && command.size <= 12, [...command].join(" "));
});

test("no library is read for what does not need it, nor commands for list", () => {
  const list = readFor(chunk("chunk-dispatch-*.js"));
  const command = readFor(chunk("chunk-commands-*.js"));
  for (const name of list) assert.doesNotMatch(name, /undici|agent|tree|rest/);
  for (const name of command) assert.doesNotMatch(name, /undici|agent|tree/);
  assert.ok([...command].some((name) => name.startsWith("chunk-rest-")));
});

test("a worker reads none of the command line's chunks", () => {
  for (const name of readFor("worker.js"))
    assert.doesNotMatch(name, /^chunk-(base|rest|dispatch)-/);
});
