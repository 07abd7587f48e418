// Runs scripts/test.ts itself over files written for the purpose, so that what
// is counted is what this very Node reports.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { packagesIn } from "./packages.ts";

const SCRIPT = fileURLToPath(new URL("test.ts", import.meta.url));

/** Exit code, last line and all output of the runner over one test file with this body. */
async function ran(body: string): Promise<{ code: number | null; last: string; text: string }> {
  const directory = await mkdtemp(join(tmpdir(), "gostead-tally-"));
  const file = join(directory, "one.test.mjs");
  await writeFile(file, `import test, { describe } from "node:test";\n${body}`);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, file], { env, encoding: "utf8" });
  await rm(directory, { recursive: true });
  return { code: status, last: stdout.trimEnd().split("\n").at(-1) ?? "", text: stdout };
}

test("passes, failures, skips and todos are told apart", async () => {
  const { code, last, text } = await ran(`
    test("good", () => {});
    test("bad", () => { throw new Error("broken thing"); });
    test("absent", { skip: "no zstd" }, () => {});
    test("later", { todo: true }, () => { throw new Error("not yet"); });
    describe("suite", () => { test("inner", () => {}); });
    describe("skipped suite", { skip: "why not" }, () => { test("never", () => {}); });
    test("parent", async (t) => { await t.test("child", () => { throw new Error("child"); }); });
  `);
  assert.equal(last, "2 passed, 2 failed, 3 skipped");
  assert.equal(code, 1);
  assert.match(text, /FAIL .*one\.test\.mjs:4 bad\nError: broken thing/);
  assert.match(text, /\nskipped: .* absent \(no zstd\)\n/);
  assert.match(text, /\nskipped: .* later \(todo\)\n/);
});

test("all green exits 0", async () => {
  const { code, last, text } = await ran(`test("good", () => {});`);
  assert.equal(last, "1 passed, 0 failed, 0 skipped");
  assert.equal(code, 0);
  assert.doesNotMatch(text, /good/);
});

test("a crashed file counts as failed", async () => {
  for (const body of ["this is no program", "process.exit(3)", "process.abort()"]) {
    const { code, last } = await ran(`test("good", () => {}); ${body}`);
    assert.match(last, / 1 failed, /, body);
    assert.equal(code, 1, body);
  }
});

test("a file without tests is a failure, and only skips are not green", async () => {
  const empty = await ran("");
  assert.equal(empty.last, "0 passed, 1 failed, 0 skipped");
  assert.match(empty.text, /holds no test/);
  assert.equal(empty.code, 1);
  const skips = await ran(`test("absent", { skip: true }, () => {});`);
  assert.equal(skips.last, "0 passed, 0 failed, 1 skipped");
  assert.equal(skips.code, 1);
});

test("a package list is one name a line, with comments", () => {
  assert.deepEqual(packagesIn("# head\nzstd\n\ndash # a shell\n"), ["zstd", "dash"]);
});
