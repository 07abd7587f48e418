// The completion scripts as the real shells use them: commands, flags and installed versions.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { withHooks } from "../../test/support/hookhome.ts";
import { has } from "../../test/support/shells.ts";
import type { ShimHome } from "../../test/support/shimhome.ts";

function inShell(at: ShimHome, argv: readonly [string, ...string[]], script: string): string {
  const [program, ...rest] = argv;
  const env = {
    PATH: `${at.home}/bin:/usr/bin:/bin`,
    HOME: at.root,
    GOSTEAD_HOME: at.home,
    TERM: "dumb",
  };
  const { stdout, stderr } = spawnSync(program, [...rest, "-c", script], {
    cwd: at.cwd,
    env,
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(stderr, "");
  return stdout;
}

const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();

test("bash", { skip: !has("bash") && "no bash" }, async () => {
  await withHooks((at) => {
    const script = `eval "$(gostead completion bash)"
try() { COMP_WORDS=(gostead "$@"); COMP_CWORD=$#; _gostead; echo "\${COMPREPLY[@]}"; }
try uni; try use 1.22.; try uninstall 1.24; try where 1.25; try deactivate --sh`;
    const lines = inShell(at, ["bash", "--norc"], script).split("\n").map(words);
    assert.deepEqual(lines.slice(0, 5), [
      ["uninstall"],
      ["1.22.5", "1.22.6"],
      ["1.24", "1.24.0", "1.24.6"],
      ["1.25", "1.25rc1"],
      ["--shell"],
    ]);
  });
});

test("fish", { skip: !has("fish") && "no fish" }, async () => {
  await withHooks((at) => {
    const script = `gostead completion fish | source
for line in "gostead uni" "gostead use 1.22." "gostead where 1.25"; complete -C $line | string join ' '; end`;
    const lines = inShell(at, ["fish", "--no-config"], script).split("\n").map(words);
    assert.deepEqual(lines.slice(0, 3), [["uninstall"], ["1.22.5", "1.22.6"], ["1.25", "1.25rc1"]]);
  });
});

test("zsh, at a terminal", { skip: !has("zsh") && "no zsh" }, async () => {
  await withHooks((at) => {
    const script = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -D -u; eval "$(gostead completion zsh)"; echo "rea""dy"'
zpty -r -m z seen '*ready*'
zpty -w -n z $'echo gostead is; gostead use 1.20.\\t'
zpty -r -m z seen '*1.20.14*' && print found
zpty -d z`;
    assert.match(inShell(at, ["zsh", "-f"], script), /found/);
  });
});
