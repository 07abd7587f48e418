/** An entry of PATH that is a file, or a directory that cannot be listed. */
import { startLines } from "../../pathlines.ts";
import { defineRule } from "../../rule.ts";

export const pathEntryNoDirectory = defineRule({
  code: "path-entry-no-directory",
  title: "an entry of PATH is no directory",
  why: "shells find nothing there",
  group: "path",
  needs: ["path", "rc"],
  check: ({ path: { entries }, rc }) =>
    entries.flatMap(({ text, position, state, reason }) =>
      state === "unreadable"
        ? [
            {
              severity: "warning" as const,
              subject: text,
              evidence: [
                { text: `entry ${position} of PATH: ${reason ?? "it cannot be read"}` },
                ...startLines(rc, text),
              ],
              fix: [],
              advice: /\/go$/.test(text)
                ? "name the directory that go is in, not go itself"
                : "name a directory that you may read, or take it out",
            },
          ]
        : [],
    ),
});
