/** PATH, and what comes before it: aliases, functions, and start files that end too soon. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { BASH, FISH, files, LOGIN, lines, type Spoil, settings, waysOf, ZSH } from "./way.ts";

/** Takes gostead's block out of start files by hand. */
function withoutBlock(...names: readonly string[]): Spoil {
  return async ({ at }) => {
    for (const name of names) {
      const text = await readFile(at(name), "utf8");
      await writeFile(at(name), text.replace(/^# >>> gostead[\s\S]*?^# <<< gostead.*\n/gm, ""));
    }
  };
}

/** A line before everything that a start file says. */
function above(name: string, line: string): Spoil {
  return async ({ at }) => {
    await writeFile(at(name), `${line}\n${await readFile(at(name), "utf8")}`);
  };
}

const FIRST = `export PATH="$OTHER/bin:$PATH"`;
const SHADOWED = "go-shadowed shell-sees-other-go";
const LOST = "go-not-on-path shell-sees-other-go";

export const SEARCHES = waysOf("config", [
  ["another go first, in ~/.bashrc", BASH, lines(".bashrc", FIRST), "go", SHADOWED, "fixed"],
  ["another go first, in ~/.profile", LOGIN, lines(".profile", FIRST), "go", SHADOWED, "fixed"],
  ["another go first, in ~/.zshrc", ZSH, lines(".zshrc", FIRST), "go", SHADOWED, "fixed"],
  [
    "another go first, in config.fish",
    FISH,
    lines(".config/fish/config.fish", "set -gx PATH $OTHER/bin $PATH"),
    "go",
    SHADOWED,
    "fixed",
  ],
  [
    "a go first that does not run",
    BASH,
    async (machine) => {
      await machine.put("tools/go", "no program", 0o755);
      await machine.add(".bashrc", `export PATH="${machine.at("tools")}:$PATH"`);
    },
    "go",
    "go-does-not-run go-shadowed",
    "fixed",
  ],
  [
    "a go first that hangs",
    BASH,
    async (machine) => {
      await machine.put("tools/go", "#!/bin/sh\nexec sleep 60\n", 0o755);
      await machine.add(".bashrc", `export PATH="${machine.at("tools")}:$PATH"`);
    },
    "go",
    "go-does-not-run go-shadowed",
    "fixed",
  ],
  [
    "PATH is set anew, without gostead",
    BASH,
    lines(".bashrc", "export PATH=/usr/bin:/bin"),
    "go",
    LOST,
    "fixed",
  ],
  ["gostead's block is gone", BASH, withoutBlock(".bashrc", ".profile"), "go", LOST, "fixed"],
  ["gostead's block is gone, zsh", ZSH, withoutBlock(".zshrc"), "go", LOST, "fixed"],
  [
    "programs in ~/go/bin, off PATH",
    BASH,
    files({ "go/bin/dlv": "toy" }),
    "nothing",
    "gobin-not-on-path",
    "fixed",
  ],
  [
    "GOBIN off PATH, fish",
    FISH,
    settings("GOBIN=/opt/tools"),
    "nothing",
    "gobin-not-on-path",
    "fixed",
  ],
  [
    "a relative GOBIN",
    BASH,
    settings("GOBIN=bin"),
    "go",
    "gobin-not-on-path",
    "told",
    { task: "install ." },
  ],
  [
    "a directory twice",
    BASH,
    lines(".bashrc", `PATH="$PATH:/usr/bin"`),
    "nothing",
    "path-entry-twice",
    "told",
  ],
  [
    "the working directory on PATH",
    BASH,
    async (machine) => {
      await machine.put("project/go", "#!/bin/sh\nexit 1\n", 0o755);
      await machine.add(".bashrc", `PATH=".:$PATH"`);
    },
    "go",
    "path-entry-relative",
    "told",
  ],
  [
    "an empty entry",
    ZSH,
    lines(".zshrc", `PATH="$PATH::/sbin"`),
    "nothing",
    "path-entry-relative",
    "told",
  ],
  [
    "a Go that is gone",
    BASH,
    lines(".bashrc", `PATH="$PATH:/opt/go1.19/bin"`),
    "nothing",
    "path-names-lost-go",
    "told",
  ],
  [
    "go itself, not its directory",
    BASH,
    lines(".bashrc", `PATH="$PATH:$OTHER/bin/go"`),
    "nothing",
    "path-entry-no-directory",
    "told",
  ],
  [
    "a tree, not its bin",
    BASH,
    lines(".bashrc", `PATH="$PATH:$OTHER"`),
    "nothing",
    "root-on-path",
    "told",
  ],
  ["alias go", BASH, lines(".bashrc", "alias go=$OTHER/bin/go"), "go", "go-alias", "fixed"],
  ["alias go, zsh", ZSH, lines(".zshrc", "alias go=$OTHER/bin/go"), "go", "go-alias", "fixed"],
  [
    "alias go, fish",
    FISH,
    lines(".config/fish/config.fish", "alias go=$OTHER/bin/go"),
    "go",
    "go-alias",
    "fixed",
  ],
  [
    "a function go",
    BASH,
    lines(".bashrc", `go() { $OTHER/bin/go "$@"; }`),
    "go",
    "go-alias",
    "told",
  ],
  [
    "a start file that hides the one with gostead's block",
    LOGIN,
    files({ ".bash_profile": "# empty\n" }),
    "go",
    "start-file-not-read",
    "told",
  ],
  [
    "a start file that ends the shell",
    { shell: "bash", rescue: true },
    above(".bashrc", "exit 3"),
    "go",
    "shell-start-fails",
    "told",
  ],
  [
    "a start file that returns too soon",
    BASH,
    above(".bashrc", "return"),
    "go",
    "go-not-on-path shell-sees-other-go",
    "told",
  ],
  [
    "a start file that hangs",
    { shell: "zsh", rescue: true },
    above(".zshrc", "sleep 60"),
    "go",
    "shell-start-fails",
    "told",
  ],
  [
    "a start file that is a fifo",
    BASH,
    async ({ at }) => execFileSync("mkfifo", [at(".bash_login")]),
    "nothing",
    "start-file-unreadable",
    "told",
  ],
  [
    "a start file of bytes",
    BASH,
    files({ ".zshenv": "\0\u0001\u0002".repeat(99) }),
    "nothing",
    "start-file-unreadable",
    "told",
  ],
]);
