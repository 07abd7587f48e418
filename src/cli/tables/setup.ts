/** Set-up: where gostead puts itself, beyond what install.sh does. */

import { flag, help, value, words } from "../words.ts";
import { command } from "./command.ts";

export const setup = command(
  async () => (await import("../setup.ts")).runSetup,
  {
    flags: {
      hook: flag("Also start the prompt hook, which follows the directory without shims"),
      remove: flag("Take the block out again, byte for byte"),
      verify: flag("Start each kind of shell and say which go it sees"),
      template: value("place", "For team: a .goenv to follow; a file, a directory or an address"),
      sha256: value("hex", "For team: the template's hash, which an address needs"),
      action: value("owner/repo@ref", "For ci github: where you keep gostead"),
    },
    positional: words(
      "target",
      "bash, zsh, fish, profile, profile.d, environment, environment.d, systemd UNIT, direnv, goenv NAME=VALUE; alone: team [VERSION], ci github|gitlab|jenkins",
    ),
  },
  help(
    "Put gostead on PATH where programs look for it",
    "Writes one marked block into the start files of a shell, or for services and sessions. Without a\ntarget: for your login shell. Shows the change and asks first. --verify: exit 1 when a shell sees\nanother go than the one that is asked for here, 3 when one could not be looked at.",
    [
      "setup",
      "setup bash --hook --yes",
      "setup systemd builder --dry-run",
      "setup --verify",
      "setup zsh --remove",
      "setup team 1.22.6 --dry-run",
      "setup ci github --action OWNER/gostead@COMMIT",
    ],
  ),
);
