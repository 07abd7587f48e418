// Pins that are hostile or broken, through the shim as it is installed: an error that says so, never another Go.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { explainPin } from "#pin/explain.ts";
import { SHELLS } from "../../test/support/shells.ts";
import { type ShimHome, tell, withShims } from "../../test/support/shimhome.ts";

const skip = process.getuid?.() === 0 ? false : "needs root";

for (const shell of SHELLS) {
  describe(`pins under ${shell.name}`, { skip: shell.skip }, () => {
    test("a pin below the go line: both lines, and exit 2", async () => {
      await withShims((at) => {
        writeFileSync(join(at.cwd, ".tool-versions"), "nodejs 20\ngolang 1.22.5\n");
        writeFileSync(join(at.cwd, "go.mod"), "module m\n\ngo 1.24.0\n");
        const { code, stderr } = tell(at, [...shell.argv, join(at.home, "shims/go"), "version"]);
        assert.equal(
          stderr,
          `gostead: go1.22.5 is too old: ${at.cwd}/go.mod:3 says "go 1.24.0"\ngostead: asked for by ${at.cwd}/.tool-versions:2\ngostead: fix: write 1.24.0 or newer there, or lower the go line\n`,
        );
        assert.equal(code, 2);
      });
    });

    for (const [name, text] of [
      [".go-version", "1.24\n"],
      ["mise.toml", '[tools]\ngo = "1.24"\n'],
      ["go.mod", "module m\ngo 1.24.0\n"],
    ] as const) {
      test(`a ${name} that cannot be read`, { skip }, async () => {
        await withShims((at) => {
          writeFileSync(join(at.cwd, name), text);
          chmodSync(join(at.cwd, name), 0o000);
          const { status, stdout, stderr } = asNobody(at, shell.argv);
          assert.equal(stdout, "");
          assert.equal(
            stderr,
            `gostead: no Go version: it cannot be read\ngostead: asked for by ${at.cwd}/${name}:1\ngostead: fix: write a version such as 1.24 or 1.24.6 there\n`,
          );
          assert.equal(status, 2);
        });
      });
    }
  });
}

test("a directory that no longer exists asks for nothing", async () => {
  await withShims((at) => {
    const gone = join(at.cwd, "gone");
    const { winner } = explainPin({ cwd: gone, env: {}, home: at.home, uid: process.getuid?.() });
    assert.deepEqual(winner, {
      word: "1.22",
      kind: "default",
      file: `${at.home}/default`,
      line: 1,
    });
  });
});

function asNobody(at: ShimHome, [program, ...args]: readonly [string, ...string[]]) {
  return spawnSync(program, [...args, join(at.home, "shims/go")], {
    cwd: at.cwd,
    env: { PATH: "/usr/bin:/bin" },
    uid: 1234,
    encoding: "utf8",
  });
}
