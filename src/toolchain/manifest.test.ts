import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { toyToolchain } from "../../test/support/toolchain.ts";
import { copyWorks, openWorks, releaseOf } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { install } from "./install.ts";
import { treePath } from "./installed.ts";
import { manifestLines } from "./manifest.ts";
import { recordPath } from "./receipt.ts";

const RELEASE = releaseOf("1.22.6");
const original = await openWorks({ after }, ["1.22.6"]);
await install(RELEASE, original.engine);

test("every published file by the name that it has in any tree, with its hash", () => {
  const lines = manifestLines(RELEASE, original.engine);
  const toy = [...toyToolchain("1.22.6", "linux-amd64").files].map(([name, content]) => ({
    sha256: hash("sha256", content),
    name: name.replace(/_go\.mod$/, "go.mod"),
  }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  assert.deepEqual(lines.toSorted(byName), toy.sort(byName));
});

test("coreutils prove a tree with it, and find what was changed", (t) => {
  const { engine } = copyWorks(t, original);
  const input = manifestLines(RELEASE, engine)
    .map(({ sha256, name }) => `${sha256}  ${name}\n`)
    .join("");
  const cwd = treePath(engine.home, RELEASE);
  const check = () => spawnSync("sha256sum", ["-c", "--quiet"], { cwd, input, encoding: "utf8" });
  assert.deepEqual([check().status, check().stdout], [0, ""]);
  chmodSync(join(cwd, "bin/go"), 0o755);
  writeFileSync(join(cwd, "bin/go"), "evil");
  assert.deepEqual([check().status, check().stdout], [1, "bin/go: FAILED\n"]);
});

test("nothing is printed that the receipt does not prove", (t) => {
  const { engine } = copyWorks(t, original);
  const path = recordPath(engine.home, RELEASE);
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text.replace(/^[0-9a-f]{64} (?=\d+ [0-9a-f]{8} bin\/go$)/m, `${"ab".repeat(32)} `),
  );
  assert.throws(() => manifestLines(RELEASE, engine), code("hash-mismatch"));
  rmSync(path);
  assert.throws(() => manifestLines(RELEASE, engine), code("bad-receipt"));
  assert.throws(() => manifestLines(releaseOf("1.22.5"), engine), code("not-installed"));
});
