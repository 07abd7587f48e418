/** Here: what a project pins, and why a Go runs. */

import { help, maybeWord, noWords, oneWord, value } from "../words.ts";
import { command } from "./command.ts";

export const pin = command(
  async () => (await import("../commands.ts")).runPin,
  {
    flags: { to: value("file", "The file to write: .go-version, gostead.yaml, go.mod …") },
    positional: oneWord("version", "1.24.6, 1.24 for its newest patch, stable, or a range"),
  },
  help(
    "Say which Go this project wants",
    "Writes the version into the file that pins it already, else into .go-version in the root of the\nrepository. Words that move, such as stable, are pinned as the version that they mean now.",
    ["pin 1.24.6", "pin stable --dry-run", "pin 1.24.6 --to go.mod"],
  ),
);

export const unpin = command(
  async () => (await import("../commands.ts")).runUnpin,
  { positional: noWords },
  help("Take the project's pin out", "Says which Go runs here then; undo puts the pin back.", [
    "unpin",
    "unpin --dry-run",
  ]),
);

export const why = command(
  async () => (await import("../commands.ts")).runWhy,
  {
    positional: maybeWord(
      "what",
      "An installed version, or a variable of Go; nothing: the go of this directory",
    ),
  },
  help(
    "Say why: which Go runs here, or why a version is trusted",
    "Alone: the source that wins, every other one with the reason why it lost, and what contradicts it.\nA version: the whole chain from its files to the key of the log, checked again, offline.\nA variable: its value here, who says so, and who says otherwise.",
    ["why", "why 1.22.6", "why GOPROXY", "why --json"],
  ),
);
