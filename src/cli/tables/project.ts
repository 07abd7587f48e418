/** Project: what a directory says. */

import { flag, help, maybeWord } from "../words.ts";
import { command } from "./command.ts";

export const allow = command(
  async () => (await import("../allow.ts")).runAllow,
  {
    flags: {
      unsafe: flag("Also what chooses where bytes come from: goproxy"),
      revoke: flag("Take it back"),
    },
    positional: maybeWord("file", "A project's gostead.yaml; the nearest when none is named"),
  },
  help(
    "Let a project's gostead.yaml count",
    "Of a project file only the version and restrictions count by themselves. This lets the rest count, as\nthe file stands now: when it changes, it must be allowed again.",
    ["allow", "allow --unsafe ./gostead.yaml", "allow --revoke"],
  ),
);
