// docs/ARCHITECTURE.md against the house: every room has a row, and the arrows in
// the table are those that biome.json enforces.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(`${ROOT}docs/ARCHITECTURE.md`, "utf8");

interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options: { readonly patterns: readonly { readonly group: string[] }[] };
        };
      };
    };
  };
}

/** What biome.json lets each room import; undefined for the room that may import all. */
function enforced(): Map<string, string[] | undefined> {
  const { overrides } = JSON.parse(readFileSync(`${ROOT}biome.json`, "utf8")) as {
    overrides: Override[];
  };
  const rooms = new Map<string, string[] | undefined>();
  for (const { includes, linter } of overrides) {
    const [, room] = /^src\/(\w+)\//.exec(includes[0] ?? "") ?? [];
    const patterns = linter.rules.style?.noRestrictedImports?.options.patterns;
    if (room === undefined || patterns === undefined) continue;
    const wall = patterns.find(({ group }) => group[0] === "#*/**");
    rooms.set(
      room,
      // A room, or one file of it.
      wall?.group.slice(1).map((one) => one.replace(/^!#/, "").replace(/\/\*\*$/, "")),
    );
  }
  return rooms;
}

/** Rows `| room/ | may import | what |` of the table of rooms. */
function described(): Map<string, string[] | undefined> {
  const [, section = ""] = /\n## Rooms[^\n]*\n([\s\S]*?)\n## /.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| `(\w+)\/` \| ([^|]*) \|/gm)];
  return new Map(
    rows.map(([, room = "", may = ""]) => [
      room,
      may === "all" ? undefined : may === "nothing" ? [] : may.split(", "),
    ]),
  );
}

test("every room that has something in it has a row, and every row a room", () => {
  const rooms = globSync("src/*/**/*.ts", { cwd: ROOT }).map((path) => path.split("/")[1]);
  assert.deepEqual([...described().keys()].sort(), [...new Set(rooms)].sort());
});

test("the arrows in the table are those that the linter enforces", () => {
  const walls = enforced();
  for (const [room, may] of described()) {
    assert.ok(walls.has(room), `biome.json has no wall for ${room}`);
    assert.deepEqual(may?.toSorted(), walls.get(room)?.toSorted(), room);
  }
});

test("every file that the page names is there", () => {
  const named = [...page.matchAll(/`((?:src|test|scripts|bench|docs)\/[\w./-]+\.\w+)`/g)];
  assert.ok(named.length > 5);
  for (const [, path = ""] of named) {
    assert.ok(globSync(path, { cwd: ROOT }).length > 0, `${path} is not there`);
  }
});
