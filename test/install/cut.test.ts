// A script cut short by a broken download runs nothing at all.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { has, SHELLS } from "../support/shells.ts";
import { double, logged, type Machine, SCRIPT, setup, withMachine } from "./machine.ts";

const TOOLS =
  "uname id mkdir rm rmdir mv cp ln ls cat sed grep head tail tr wc tar gzip chmod date readlink npm node printf dirname".split(
    " ",
  );

for (const shell of SHELLS) {
  describe(`install.sh cut short under ${shell.name}`, { skip: shell.skip }, () => {
    const script = readFileSync(SCRIPT);
    const run = (machine: Machine, bytes: Buffer) => {
      const path = join(machine.root, "cut.sh");
      writeFileSync(path, bytes);
      return setup(machine, [], {
        script: path,
        shell: shell.argv,
        env: { PATH: machine.bin },
      });
    };

    test("at 100 points: no program is started and nothing is written", async () => {
      await withMachine((machine) => {
        for (const tool of TOOLS) double(machine, tool);
        const spread = Array.from({ length: 70 }, (_, index) =>
          Math.floor((script.length * index) / 70),
        );
        // The end of the last line is where half a call could hide: `\n` alone may be missing.
        const last = Array.from({ length: 30 }, (_, index) => script.length - 2 - index);
        for (const at of [...spread, ...last]) run(machine, script.subarray(0, at));
        assert.deepEqual(logged(machine), []);
        assert.deepEqual(readdirSync(machine.root).sort(), ["bin", "cut.sh", "cwd", "user"]);
      });
    });

    test("whole, it does start programs", async () => {
      await withMachine((machine) => {
        for (const tool of TOOLS) double(machine, tool);
        run(machine, script);
        assert.deepEqual(logged(machine).slice(0, 2), ["id -u", "uname -s"]);
      });
    });
  });
}

test("shellcheck has nothing to say about install.sh", {
  skip: !has("shellcheck") && "no shellcheck here",
}, () => {
  assert.equal(spawnSync("shellcheck", [SCRIPT], { encoding: "utf8" }).stdout, "");
});
