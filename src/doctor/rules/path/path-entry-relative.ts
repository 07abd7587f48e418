/** An empty or relative entry of PATH means the directory that you happen to be in. */
import { defineRule } from "../../rule.ts";

export const pathEntryRelative = defineRule({
  code: "path-entry-relative",
  title: "PATH names the working directory",
  why: "which go runs depends on where you stand, and anybody's repository can bring one",
  group: "path",
  needs: ["path"],
  check: ({ path: { entries } }) =>
    entries.flatMap(({ text, position, state }) =>
      state === "relative" || state === "empty"
        ? [
            {
              severity: "warning" as const,
              subject: text === "" ? "(empty)" : text,
              evidence: [{ text: `entry ${position} of PATH` }],
              fix: [],
              advice:
                text === ""
                  ? "look for :: in PATH, or a : at its beginning or end, in your start files"
                  : "write it from / on",
            },
          ]
        : [],
    ),
});
