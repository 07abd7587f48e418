import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { type Home, layoutOf } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { allow, allowanceOf, parseAllowed, readAllowed, revoke } from "./allowed.ts";

const uid = process.getuid?.();

async function withGosteadHome(use: (home: Home, list: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "gostead-allowed-"));
  try {
    await use(layoutOf(root), join(root, "allowed"));
  } finally {
    rmSync(root, { recursive: true });
  }
}

const hasCode = (code: string) => (error: unknown) =>
  error instanceof GosteadError && error.code === code;

test("kept for oneself alone, and nothing is lost by several at once", async () => {
  await withGosteadHome(async (home, list) => {
    const paths = Array.from({ length: 8 }, (_, at) => `/p${at}/gostead.yaml`);
    const bytes = Buffer.from("x");
    await Promise.all(paths.map((path) => allow({ path, bytes, unsafe: false }, home, uid)));
    assert.equal(statSync(list).mode & 0o777, 0o600);
    const files = await readAllowed(home, uid);
    assert.deepEqual(files.map(({ path }) => path).sort(), paths);
    // printf x | sha256sum
    const hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    assert.ok(files.every(({ sha256 }) => sha256 === hash));
    assert.equal(allowanceOf(files, "/p1/gostead.yaml", bytes), "allow");
    assert.equal(allowanceOf(files, "/p1/gostead.yaml", Buffer.from("y")), "changed");
    assert.equal(allowanceOf(files, "/p9/gostead.yaml", bytes), "none");
  });
});

test("allowed again replaces, with or without --unsafe; revoking tells whether there was any", async () => {
  await withGosteadHome(async (home) => {
    const file = { path: "/p/gostead.yaml", bytes: Buffer.from("x") };
    const now = async () => allowanceOf(await readAllowed(home, uid), file.path, file.bytes);
    await allow({ ...file, unsafe: true }, home, uid);
    assert.equal(await now(), "unsafe");
    await allow({ ...file, unsafe: false }, home, uid);
    assert.equal(await now(), "allow");
    assert.equal(await revoke({ path: file.path, dryRun: true }, home, uid), true);
    assert.equal(await now(), "allow");
    assert.equal(await revoke({ path: file.path, dryRun: false }, home, uid), true);
    assert.equal(await revoke({ path: file.path, dryRun: false }, home, uid), false);
    assert.equal(await now(), "none");
  });
});

test("a list that is damaged, newer, or that others may write lets nothing count", async () => {
  await withGosteadHome(async (home, list) => {
    const sound = '{"format":1,"files":[]}';
    for (const text of [
      "",
      "{",
      "[]",
      '{"format":1}',
      '{"format":1,"files":[{}]}',
      '{"files":[]}',
    ]) {
      writeFileSync(list, text);
      await assert.rejects(readAllowed(home, uid), hasCode("bad-setting"), text);
    }
    writeFileSync(list, '{"format":2,"files":{}}');
    await assert.rejects(readAllowed(home, uid), hasCode("newer-format"));
    writeFileSync(list, sound);
    chmodSync(list, 0o606);
    await assert.rejects(readAllowed(home, uid), hasCode("bad-setting"));
    rmSync(list);
    symlinkSync("/dev/zero", list);
    await assert.rejects(readAllowed(home, uid), hasCode("bad-setting"));
  });
});

test("fuzz: a list that holds, or a GosteadError", () => {
  const entry = fc.record({ path: fc.string(), sha256: fc.string(), unsafe: fc.boolean() });
  const value = fc.record({
    format: fc.oneof(fc.constant(1), fc.jsonValue()),
    files: fc.array(fc.oneof(entry, fc.jsonValue())),
  });
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    value.map((one) => JSON.stringify(one)),
  );
  fc.assert(
    fc.property(text, (input) => {
      try {
        for (const { path, sha256 } of parseAllowed(input, "f")) {
          assert.ok(path.startsWith("/") && sha256.length === 64);
        }
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
      }
    }),
  );
});
