import assert from "node:assert/strict";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { plant } from "../../test/support/gopath.ts";
import { changesOf } from "./change.ts";
import { copyRepository, openWorkplace } from "./copy.ts";
import { whyKept } from "./gopathline.ts";
import { measureModCache } from "./modcache.ts";

async function within(use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "gostead-change-"));
  try {
    await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("a copy has all but version control, at the same place; the repository is not touched", async () => {
  await within(async (root) => {
    const repository = join(root, "src", "a");
    plant(repository, { "a.go": "package a", ".git/config": "x", "sub/run.sh": "#!/bin/sh\n" });
    chmodSync(join(repository, "sub/run.sh"), 0o555);
    symlinkSync("a.go", join(repository, "link"));
    const workplace = await openWorkplace(join(root, "staging"));
    await copyRepository(repository, workplace);
    const copy = workplace.at(repository);
    assert.equal(copy, join(workplace.root, repository));
    assert.deepEqual(readdirSync(copy).sort(), ["a.go", "link", "sub"]);
    assert.equal(statSync(join(copy, "sub/run.sh")).mode & 0o777, 0o755);
    assert.deepEqual(await changesOf(copy, repository, true).catch((error) => error.code), "io");
    writeFileSync(join(copy, "go.mod"), "module a\n");
    assert.deepEqual(await changesOf(copy, repository, true), [
      { kind: "write", path: join(repository, "go.mod"), content: "module a\n", mode: 0o644 },
    ]);
    await workplace.close();
    assert.deepEqual(readdirSync(join(root, "staging")), []);
    assert.deepEqual(readdirSync(repository).sort(), [".git", "a.go", "link", "sub"]);
  });
});

test("vendor/: made, changed, gone, left; nothing else of the copy counts", async () => {
  await within(async (root) => {
    const old = {
      "vendor/x/same.go": "1",
      "vendor/x/other.go": "1",
      "vendor/x/gone.go": "1",
      "a.go": "1",
    };
    plant(join(root, "real"), old);
    const fresh = {
      "go.mod": "m",
      "vendor/x/same.go": "1",
      "vendor/x/other.go": "2",
      "vendor/modules.txt": "t",
      "a.go": "2",
    };
    plant(join(root, "copy"), fresh);
    const named = async (vendored: boolean) =>
      (await changesOf(join(root, "copy"), join(root, "real"), vendored)).map((one) =>
        "path" in one ? `${one.kind} ${one.path.slice(root.length + 6)}` : one.kind,
      );
    assert.deepEqual(await named(false), ["write go.mod"]);
    assert.deepEqual(await named(true), [
      "write go.mod",
      "write vendor/modules.txt",
      "remove vendor/x/gone.go",
      "write vendor/x/other.go",
    ]);
    writeFileSync(join(root, "copy", "vendor", "x", "logo.png"), Buffer.from([0x89, 0xff, 0]));
    await assert.rejects(named(true), { code: "cannot-edit" });
  });
});

test("the line that sets GOPATH goes when nothing is lost with it", () => {
  const line = { value: "/h/work", home: "/h", left: 0, isUsed: false, isThere: () => false };
  assert.equal(whyKept(line), undefined);
  assert.match(whyKept({ ...line, left: 2 }) ?? "", /2 of its repositories/);
  assert.match(whyKept({ ...line, isUsed: true }) ?? "", /another line/);
  const has = (path: string) => ({ ...line, isThere: (one: string) => one === path });
  assert.match(whyKept(has("/h/work/pkg/mod")) ?? "", /module cache/);
  assert.match(whyKept(has("/h/work/bin")) ?? "", /programs/);
  // What Go takes anyway: its cache and programs stay where they are.
  assert.equal(whyKept({ ...has("/h/go/bin"), value: "/h/go/" }), undefined);
  assert.match(whyKept({ ...has("/a/bin"), value: "/a:/b" }) ?? "", /programs/);
});

test("a module cache's size is that of its blocks", async () => {
  await within(async (root) => {
    plant(root, { "cache/download/a": "x".repeat(100_000), "a@v1/a.go": "package a" });
    const cache = await measureModCache(root);
    assert.equal(cache?.files, 2);
    assert.ok(cache.bytes >= 100_000 && cache.bytes < 200_000, `${cache.bytes}`);
    assert.equal(cache.whole, true);
    assert.equal(await measureModCache(join(root, "none")), undefined);
  });
});
