/** Here: which Go runs in this directory. */

import { flag, help, maybeWord, noWords, value, words } from "../words.ts";
import { command } from "./command.ts";

export const which = command(
  async () => (await import("../commands.ts")).runWhich,
  { positional: maybeWord("program", "go or gofmt") },
  help("Print the path of the go that runs here", "Prints the real program behind the shim.", [
    "which",
    "which gofmt",
  ]),
);

export const where = command(
  async () => (await import("../commands.ts")).runWhere,
  { positional: maybeWord("version", "An installed version") },
  help("Print a version's GOROOT", "Without a version: of the one that runs here.", [
    "where 1.22.6",
  ]),
);

export const current = command(
  async () => (await import("../commands.ts")).runCurrent,
  { positional: noWords },
  help(
    "Print the version that runs here, and why",
    "Names the file and line, or the variable, that asked for it.",
    ["current", "current --json"],
  ),
);

export const setDefault = command(
  async () => (await import("../commands.ts")).runDefault,
  {
    positional: maybeWord("version", "An installed version, 1.24 for its newest patch, or system"),
  },
  help("Show or set your default version", "What runs where no project asks for a version.", [
    "default 1.24",
    "default",
  ]),
);

export const rollback = command(
  async () => (await import("../rollback.ts")).runRollback,
  {
    flags: { list: flag("The snapshots of your default, newest first") },
    positional: maybeWord("snapshot", "snap-007; what was active before unless told"),
  },
  help(
    "Take back a change of your default",
    "Each change of the default is kept as a snapshot; this makes an older one count again.",
    ["rollback", "rollback snap-003", "rollback --list"],
  ),
);

export const use = command(
  async () => (await import("../commands.ts")).runUse,
  {
    flags: { shell: value("shell", "bash, zsh, fish or sh; sh unless told") },
    positional: words("version", "An installed version, 1.22.6@label, or system"),
  },
  help(
    "Use a version in this shell",
    "Prints code for your shell. Without a version: what the directory asks for, again.",
    ['use 1.22.6   # where activate runs; elsewhere: eval "$(gostead use 1.22.6)"', "use"],
  ),
);

export const env = command(
  async () => (await import("../commands.ts")).runEnv,
  {
    flags: { shell: value("shell", "bash, zsh, fish or sh; sh unless told") },
    positional: words("name", "Only these variables"),
  },
  help(
    "Print the variables that gostead sets here",
    "As code for your shell: PATH with the version's programs first, GOTOOLCHAIN, and what a label sets.\nWhat you set of GOPROXY and its like yourself stays.",
    [
      'env   # eval "$(gostead env)"; in fish: gostead env --shell fish | source',
      "env GOPROXY --json",
    ],
  ),
);

export const exec = command(
  async () => (await import("../commands.ts")).runExec,
  {
    flags: {
      each: value("versions", "Run it under each of these, and print a table"),
      umask: value("mode", "The command's umask, in octal: 077 keeps what it makes private"),
      apparmor: value("profile", "Run it under this AppArmor profile, which must be loaded"),
    },
    positional: words("command", "+VERSION, then the command and its words"),
  },
  help(
    "Run a command under a version",
    "Runs a command with a version's programs first on PATH; the exit status is the command's.",
    ["exec +1.22.6 go version", "exec --each 1.24,1.25 -- go test ./..."],
  ),
);
