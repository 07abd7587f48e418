import assert from "node:assert/strict";
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { requireSafeHome, weaknessOf } from "./safehome.ts";

const skip = process.getuid?.() === 0 ? false : "only root can give files away";
const NOBODY = 65534;

test("a home of root's below directories of root's is safe, there or not yet", { skip }, (t) => {
  const root = tempDirectory(t);
  mkdirSync(join(root, "home"), { mode: 0o755 });
  assert.equal(weaknessOf(join(root, "home")), undefined);
  assert.equal(weaknessOf(join(root, "home", "not", "there", "yet")), undefined);
  symlinkSync("home", join(root, "link"));
  assert.equal(weaknessOf(join(root, "link")), undefined);
});

test("whoever owns or may write a directory on the way can change the home", { skip }, (t) => {
  const root = tempDirectory(t);
  const middle = join(root, "middle");
  const home = join(middle, "home");
  mkdirSync(home, { recursive: true, mode: 0o755 });
  for (const at of [middle, home]) {
    for (const mode of [0o775, 0o757, 0o777]) {
      chmodSync(at, mode);
      const why = `may be written by others (mode ${mode.toString(8)})`;
      assert.deepEqual(weaknessOf(home), { path: at, why });
    }
    chmodSync(at, 0o755);
    chownSync(at, NOBODY, 0);
    assert.deepEqual(weaknessOf(home), { path: at, why: `belongs to user ${NOBODY}` });
    chownSync(at, 0, 0);
  }
  assert.equal(weaknessOf(home), undefined);
});

test("the sticky bit protects what is below a directory, not what is in the home itself", {
  skip,
}, (t) => {
  const root = tempDirectory(t);
  const home = join(root, "home");
  mkdirSync(home, { mode: 0o755 });
  chmodSync(root, 0o1777);
  assert.equal(weaknessOf(home), undefined);
  chmodSync(home, 0o1777);
  assert.equal(weaknessOf(home)?.path, home);
  chmodSync(root, 0o755);
});

test("links: another's is refused, as is where root's own leads", { skip }, (t) => {
  const root = tempDirectory(t);
  mkdirSync(join(root, "good"));
  mkdirSync(join(root, "bad"));
  chmodSync(join(root, "bad"), 0o777);
  symlinkSync(join(root, "bad"), join(root, "absolute"));
  symlinkSync("../bad", join(root, "good", "relative"));
  symlinkSync("loop", join(root, "loop"));
  symlinkSync("good", join(root, "theirs"));
  lchownSync(join(root, "theirs"), NOBODY, NOBODY);
  for (const name of ["absolute", "good/relative"])
    assert.equal(weaknessOf(join(root, name, "home"))?.path, join(root, "bad"), name);
  assert.equal(weaknessOf(join(root, "theirs", "home"))?.path, join(root, "theirs"));
  assert.equal(weaknessOf(join(root, "loop"))?.why, "is a link without an end");
});

test("only root is refused, with the way out; a user may use a home of the user's or root's", {
  skip,
}, (t) => {
  const home = join(tempDirectory(t), "home");
  mkdirSync(home);
  chownSync(home, NOBODY, NOBODY);
  assert.throws(() => requireSafeHome(home, 0), {
    code: "unsafe-home",
    message: `root must not use the home ${home}: ${home} belongs to user ${NOBODY}`,
    fix: /gostead --system/,
  });
  requireSafeHome(home, NOBODY);
  requireSafeHome(home, undefined);
  assert.equal(weaknessOf(home, NOBODY), undefined);
});
