import assert from "node:assert/strict";
import { existsSync, linkSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { engineOn } from "../../test/support/engine.ts";
import { objectNameOf, pretend, pretendHome } from "../../test/support/pretend.ts";
import { releaseOf } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { treePath } from "./installed.ts";
import { refreshLinks } from "./links.ts";
import { listInstalled } from "./list.ts";
import { recordPath } from "./receipt.ts";
import { uninstall } from "./uninstall.ts";

const OWN = "x".repeat(20_000);
const SHARED = "y".repeat(30_000);

/** Two releases that share one file; each file is a link to its object. */
async function site(t: TestContext) {
  const home = pretendHome(t, []);
  const old = pretend(home, "1.22.5", {
    VERSION: "go1.22.5\n",
    "src/own.go": OWN,
    "src/s.go": SHARED,
  });
  const young = pretend(home, "1.22.6", { VERSION: "go1.22.6\n", "src/s.go": SHARED });
  const said: string[] = [];
  const base = engineOn({ root: home.root, env: {} });
  const engine = {
    ...base,
    watch: { ...base.watch, warn: (line: string) => void said.push(line) },
  };
  for (const [content, path] of [
    [OWN, join(treePath(home, old), "src/own.go")],
    [SHARED, join(treePath(home, young), "src/s.go")],
  ] as const) {
    const object = join(home.store, objectNameOf(content));
    mkdirSync(dirname(object), { recursive: true });
    linkSync(path, object);
  }
  await refreshLinks(home, engine.platform);
  return { home, engine, old, young, said };
}

test("a release goes with what it alone held; the blocks of that are counted", async (t) => {
  const { home, engine, old, young } = await site(t);
  const own = statSync(join(home.store, objectNameOf(OWN))).blocks * 512;
  const { bytesFreed, path } = await uninstall(old, engine);
  assert.ok(bytesFreed >= own && bytesFreed < own + 100_000, `${bytesFreed} of ${own}`);
  assert.equal(path, treePath(home, old));
  assert.ok(!existsSync(path) && existsSync(treePath(home, young)));
  assert.ok(!existsSync(join(home.store, objectNameOf(OWN))));
  assert.ok(existsSync(join(home.store, objectNameOf(SHARED))));
  assert.deepEqual(readdirSync(home.receipts).sort(), [
    "go1.22.6.linux-amd64.json",
    "go1.22.6.linux-amd64.manifest",
  ]);
  assert.deepEqual(readdirSync(home.links).sort(), ["1.22", "1.22.6"]);
  assert.deepEqual(readdirSync(home.staging), []);
});

test("what is not installed is said so, twice too", async (t) => {
  const { engine, old } = await site(t);
  await uninstall(old, engine);
  await assert.rejects(uninstall(old, engine), code("not-installed", /go1\.22\.5 \(linux-amd64\)/));
  await assert.rejects(uninstall(releaseOf("1.22.6 linux-arm64"), engine), code("not-installed"));
});

test("another release's damaged manifest keeps every object and no release from going", async (t) => {
  const { home, engine, old, young, said } = await site(t);
  writeFileSync(recordPath(home, young), "damaged");
  await uninstall(old, engine);
  assert.ok(!existsSync(treePath(home, old)));
  assert.ok(existsSync(join(home.store, objectNameOf(OWN))));
  assert.match(said.join(), /manifest of go1\.22\.6\.linux-amd64 .*the store keeps all/);
});

test("list tells by receipts alone what is there, and why something is not proven", async (t) => {
  const { home, engine, young } = await site(t);
  const [old, listed] = listInstalled(engine);
  assert.deepEqual([old?.release.version, listed?.release.version], ["1.22.5", "1.22.6"]);
  assert.deepEqual(
    [listed?.proven, listed?.bytes, listed?.path],
    [false, 1, treePath(home, young)],
  );
  assert.match(listed?.reason ?? "", /configuration trusts/);
  writeFileSync(join(home.receipts, "go1.22.6.linux-amd64.json"), "{");
  const [, damaged] = listInstalled(engine);
  assert.deepEqual(
    [damaged?.proven, damaged?.bytes, damaged?.receipt],
    [false, undefined, undefined],
  );
  assert.match(damaged?.reason ?? "", /not JSON/);
});
