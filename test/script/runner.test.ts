// Golden sessions: replays every test/script/*.txt against the bundle and
// compares what came out line by line. UPDATE=1 writes what came out instead.
// The format is described in test/support/session.ts.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { withHome } from "../support/home.ts";
import { replay } from "../support/session.ts";

const directory = fileURLToPath(new URL(".", import.meta.url));
const sessions = globSync("*.txt", { cwd: directory }).sort();

test("there are sessions", () => {
  assert.notEqual(sessions.length, 0);
});

for (const file of sessions) {
  test(basename(file, ".txt"), async () => {
    const expected = await readFile(`${directory}${file}`, "utf8");
    assert.match(expected, /^\$ /m, "a session types something");
    const went = await withHome((home) => replay(expected, home));
    if (process.env.UPDATE === "1") await writeFile(`${directory}${file}`, went);
    else assert.equal(went, expected);
  });
}
