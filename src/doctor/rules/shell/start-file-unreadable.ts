/** A start file that cannot be read, or is no text: what it sets is unknown to every other check. */
import { defineRule } from "../../rule.ts";

export const startFileUnreadable = defineRule({
  code: "start-file-unreadable",
  title: "a start file cannot be read",
  why: "nobody can tell what it does to PATH and to Go's settings: other checks look past it",
  group: "shell",
  needs: ["rc", "rcnames"],
  check: ({ rc, rcnames }) =>
    [...rc.files, ...rcnames.directories].flatMap(({ path, unreadable }) =>
      unreadable === null
        ? []
        : [
            {
              severity: "warning" as const,
              subject: path,
              evidence: [{ text: unreadable, file: path }],
              fix: [],
              advice: `make ${path} a text file that you may read, or move it away`,
            },
          ],
    ),
});
