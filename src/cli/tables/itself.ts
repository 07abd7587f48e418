/** Itself: shells and set-up. */

import { flag, help, noWords, oneWord } from "../words.ts";
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
  { flags: { writeShims: flag("Write bin/gostead and the shims anew") }, positional: noWords },
  help("Write the launcher and the shims", "What install.sh calls as its last step.", [
    "activate --write-shims",
  ]),
);
