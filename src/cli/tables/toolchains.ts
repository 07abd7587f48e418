/** Toolchains: what is kept here. */

import { flag, help, noWords, oneWord, value, words } from "../words.ts";
import { command } from "./command.ts";

export const install = command(
  async () => (await import("../commands.ts")).runInstall,
  {
    flags: {
      platform: value("os-arch", "Another machine's Go, for example linux-arm64"),
      allowOlder: flag("Accept a list that has lost versions"),
    },
    positional: words("version", "1.22.6, 1.22, stable, oldstable, 1.25rc1 or '>=1.24 <1.26'"),
  },
  help(
    "Install Go, proven against the checksum log",
    "Installs each version, fetching only files that no installed version has. Without a version: the\none that this directory asks for, else the newest stable.",
    ["install 1.22.6", "install stable oldstable", "install '>=1.24 <1.26' --json"],
  ),
);

export const uninstall = command(
  async () => (await import("../commands.ts")).runUninstall,
  {
    flags: { force: flag("Also your default, and what a process runs; the audit log says so") },
    positional: words("version", "Installed versions", 1),
  },
  help(
    "Remove installed versions",
    "Removes toolchains and the files that no other version shares. Refuses your default and what a\nprocess runs.",
    ["uninstall 1.22.5", "uninstall --force 1.22.5"],
  ),
);

export const list = command(
  async () => (await import("../commands.ts")).runList,
  {
    flags: {
      remote: flag("What can be installed"),
      outdated: flag("Installed versions with a newer patch release; exit 1 when there is one"),
      found: flag("Every Go on this machine, judged; exit 1 when one is not proven"),
      all: flag("With --remote: for every platform"),
      allowOlder: flag("Accept a list that has lost versions"),
    },
    positional: noWords,
  },
  help("List installed versions", "Lists what is installed: `*` marks the one that runs here.", [
    "list",
    "list --remote",
    "list --found --json",
  ]),
);

export const verify = command(
  async () => (await import("../commands.ts")).runVerify,
  {
    flags: {
      all: flag("Every installed version"),
      repair: flag("Put wrong files right, fetching only those"),
    },
    positional: words("version|path", "An installed version, or any Go tree by its path"),
  },
  help(
    "Prove installed files again, offline",
    "Proves the log's signature, the inclusion proof, the h1 and every byte of each file. A tree by path\nis proven, altered or unknown, whoever unpacked it. Exit 4: altered.",
    ["verify 1.22.6", "verify --all --repair", "verify /usr/local/go"],
  ),
);

export const manifest = command(
  async () => (await import("../commands.ts")).runManifest,
  { positional: oneWord("version", "An installed version") },
  help(
    "Print the proven file hashes",
    "Prints what sha256sum -c reads, to prove a machine that has no gostead.",
    ["manifest 1.22.6 | ssh node 'cd /usr/local/go && sha256sum -c --quiet'"],
  ),
);

export const prune = command(
  async () => (await import("../commands.ts")).runPrune,
  {
    flags: { unused: value("days", "Also remove versions not run for so many days") },
    positional: noWords,
  },
  help(
    "Give back disk space",
    "Removes what killed installs left and objects that no version holds.",
    ["prune", "prune --unused 90 --dry-run"],
  ),
);

export const adopt = command(
  async () => (await import("../commands.ts")).runAdopt,
  { positional: words("path", "GOROOTs; every Go of this machine when none is named") },
  help(
    "Take over trees of other managers",
    "Proves each tree against the log and copies it in, sharing what is here already. The tree itself is\nleft as it is, and its manager keeps working. Exit 4: a tree is not what was published.",
    ["adopt", "adopt /usr/local/go ~/sdk/go1.22.6", "adopt --dry-run"],
  ),
);

export const upgrade = command(
  async () => (await import("../commands.ts")).runUpgrade,
  {
    flags: {
      plan: flag("Only say what should move; exit 1 when something should"),
      db: value("place", "A copy of the Go vulnerability database: a directory or a URL"),
    },
    positional: words("version", "Versions in use; those that are installed when none is named"),
  },
  help(
    "Move to releases without known advisories",
    "Installs, for every version that has an advisory or is out of support, the nearest release that has\nnone. Pins and versions that are here stay as they are.",
    ["upgrade --plan", "upgrade", "upgrade --plan 1.22.6 1.25.5"],
  ),
);
