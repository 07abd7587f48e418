import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { layoutOf } from "#host/paths.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { releaseOf } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { makeDirectories, openStaging, stagingPlaces } from "./staging.ts";
import { withWorkshop } from "./workshop.ts";

const RELEASE = releaseOf("1.22.6");

test("each staging is a new place with an empty tree, and goes whole", (t) => {
  const home = layoutOf(tempDirectory(t));
  const [one, two] = [openStaging(home, RELEASE), openStaging(home, RELEASE)];
  assert.notEqual(one.root, two.root);
  assert.deepEqual(readdirSync(one.tree), []);
  assert.match(one.root, /\/go1\.22\.6\.linux-amd64\.[0-9a-f-]{36}$/, "prune reads the name");
  writeFileSync(one.spool, "zip");
  makeDirectories(one.tree, ["bin/go", "src/a/b/c.go", "VERSION"]);
  assert.ok(statSync(join(one.tree, "src/a/b")).isDirectory());
  one.close();
  one.close();
  assert.deepEqual(readdirSync(home.staging).length, 1);
  two.close();
  assert.deepEqual(readdirSync(home.toolchains), [], "no probe stays");
});

test("toolchains on another mount are staged beside themselves: the last step is a rename", (t) => {
  const root = mkdtempSync(join(tmpdir(), "gostead-test-"));
  const home = layoutOf(root);
  mkdirSync(home.toolchains);
  t.after(() => {
    spawnSync("umount", [home.toolchains]);
    rmSync(root, { recursive: true, force: true });
  });
  const made = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", home.toolchains]);
  if (made.status !== 0) return t.skip("no mounts may be made here");
  const staging = openStaging(home, RELEASE);
  assert.equal(dirname(staging.root), join(home.toolchains, ".staging"));
  assert.ok(stagingPlaces(home).includes(dirname(staging.root)));
  staging.close();
});

test("a workshop closes what it opened, and leaves what it was lent", async (t) => {
  const home = layoutOf(tempDirectory(t));
  const look = { kind: "look", root: "/", paths: ["etc"] } as const;
  const shop = await withWorkshop({ home, release: RELEASE }, async (open) => {
    assert.ok(["reflink", "hardlink"].includes(open.method), open.method);
    await withWorkshop({ home, release: RELEASE, pool: open.pool }, async () => {});
    await open.pool.run(look);
    return open;
  });
  await assert.rejects(shop.pool.run(look), code("internal", /sent home/));
  assert.ok(!existsSync(shop.staging.root));
  assert.deepEqual(readdirSync(home.store), [], "no probe stays");
  await assert.rejects(
    withWorkshop({ home, release: RELEASE }, () => Promise.reject(new Error("it failed"))),
    /it failed/,
  );
  assert.deepEqual(readdirSync(home.staging), []);
});
