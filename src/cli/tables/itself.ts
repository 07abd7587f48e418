/** Itself: shells and set-up. */

import { flag, help, maybeWord, noWords, oneWord, value } from "../words.ts";
import { command } from "./command.ts";

export const completion = command(
  async () => (await import("../commands.ts")).runCompletion,
  { positional: oneWord("shell", "bash, zsh or fish") },
  help("Print shell completions", "Prints a script for your shell to source.", [
    "completion bash > ~/.local/share/bash-completion/completions/gostead",
  ]),
);

export const activate = command(
  async () => (await import("../commands.ts")).runActivate,
  {
    flags: { writeShims: flag("Write bin/gostead, the shims and the hooks anew") },
    positional: maybeWord("shell", "bash, zsh, fish or sh"),
  },
  help(
    "Let this shell follow the pins",
    "Prints code for your shell's start file: the Go that a directory asks for comes first on PATH.",
    ['activate bash   # in ~/.bashrc: eval "$(gostead activate bash)"', "activate --write-shims"],
  ),
);

export const deactivate = command(
  async () => (await import("../commands.ts")).runDeactivate,
  {
    flags: { shell: value("shell", "bash, zsh, fish or sh; sh unless told") },
    positional: noWords,
  },
  help(
    "Leave this shell as gostead found it",
    "Prints code that puts PATH, GOROOT and GOTOOLCHAIN back and ends the hook.",
    ['deactivate   # where activate runs; elsewhere: eval "$(gostead deactivate)"'],
  ),
);
