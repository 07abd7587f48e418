import assert from "node:assert/strict";
import { chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { remove, usage } from "./disk.ts";

test("a linked file counts once, an empty one is no file with content", () => {
  const root = mkdtempSync(join(tmpdir(), "usage-"));
  mkdirSync(join(root, "a"));
  mkdirSync(join(root, "b"));
  const empty = usage([root]).bytes;
  writeFileSync(join(root, "a/one"), Buffer.alloc(65536, 1));
  linkSync(join(root, "a/one"), join(root, "b/two"));
  writeFileSync(join(root, "a/none"), "");
  const both = usage([join(root, "a"), join(root, "b"), join(root, "absent")]);
  assert.equal(both.files.size, 1);
  assert.ok(usage([root]).bytes - empty >= 65536);
  assert.ok(usage([root]).bytes - empty < 2 * 65536);
  chmodSync(join(root, "a"), 0o555);
  remove([root]);
  assert.equal(existsSync(root), false);
});
