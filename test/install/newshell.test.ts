// After install.sh: each shell finds the new go, and so does the one that install.sh was started from.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import test, { describe } from "node:test";
import { has } from "../support/shells.ts";
import { archiveArgs, setup, standIn, withMachine } from "./machine.ts";

describe("each shell finds the new go", () => {
  const ways: readonly (readonly [string, readonly string[]])[] = [
    ["bash", ["-lc"]],
    ["bash", ["-ic"]],
    ["dash", ["-lc"]],
    ["zsh", ["-ic"]],
    ["zsh", ["-lic"]],
    ["fish", ["-c"]],
    ["fish", ["-ic"]],
  ];
  for (const [shell, flags] of ways) {
    test(`${shell} ${flags.join(" ")}`, { skip: !has(shell) && `no ${shell} here` }, async () => {
      for (const home of ["gostead", 'it\'s $HOME `x` "q"']) {
        await withMachine((machine) => {
          assert.equal(
            setup(machine, archiveArgs(machine, standIn(machine)), {
              env: { SHELL: `/bin/${shell}` },
            }).code,
            0,
          );
          const env = { HOME: machine.user, PATH: "/usr/bin:/bin", TERM: "dumb" };
          const { stdout, stderr } = spawnSync(shell, [...flags, "command -v go"], {
            env,
            cwd: machine.user,
            encoding: "utf8",
          });
          assert.equal(stdout, `${machine.home}/shims/go\n`, stderr);
        }, home);
      }
    });
  }

  test("a nested shell does not lengthen PATH", async () => {
    await withMachine((machine) => {
      setup(machine, archiveArgs(machine, standIn(machine)));
      const env = { HOME: machine.user, PATH: "/usr/bin:/bin" };
      const { stdout } = spawnSync("bash", ["-ic", "bash -ic 'echo $PATH'"], {
        env,
        encoding: "utf8",
      });
      assert.equal(stdout, `${machine.home}/shims:${machine.home}/bin:/usr/bin:/bin\n`);
    });
  });
});

test("the command for the current shell works in it", async () => {
  await withMachine((machine) => {
    const { stderr } = setup(machine, archiveArgs(machine, standIn(machine)));
    const [, command = ""] = /run: (export PATH=.*)\n/.exec(stderr) ?? [];
    const { stdout } = spawnSync("sh", ["-c", `${command}\ncommand -v go`], {
      env: { PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });
    assert.equal(stdout, `${machine.home}/shims/go\n`);
    const PATH = `${machine.home}/shims:${machine.env.PATH}`;
    assert.doesNotMatch(
      setup(machine, archiveArgs(machine, join(machine.root, "standin")), { env: { PATH } }).stderr,
      /In this one, run/,
    );
  }, "it's here");
});
