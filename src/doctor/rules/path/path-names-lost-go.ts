/** PATH names the directory of a Go, or of a manager of them, that is not there any more. */
import { startLines } from "../../pathlines.ts";
import { defineRule } from "../../rule.ts";

/** Of others' missing entries nobody needs to know: systems come with some. */
const GO = /\/go-?\d*(?:\.\d+)*\/bin\/?$|\/\.?(?:goenv|asdf|mise)\/|\/sdk\/go|\/gostead\//;

export const pathNamesLostGo = defineRule({
  code: "path-names-lost-go",
  title: "PATH names a Go that is gone",
  why: "shells look there in vain, and find another go behind it without a word",
  group: "path",
  needs: ["path", "rc", "gobin"],
  check: ({ path: { entries }, rc, gobin }) =>
    entries.flatMap(({ text, position, state }) => {
      // Where go install will put programs may well come later.
      const isGobin = gobin !== null && text.replace(/\/+$/, "") === gobin.directory;
      if (state !== "missing" || isGobin || !GO.test(text)) return [];
      return [
        {
          severity: "info" as const,
          subject: text,
          evidence: [{ text: `entry ${position} of PATH is not there` }, ...startLines(rc, text)],
          fix: [],
          advice: "take the line out that adds it, or install that Go again",
        },
      ];
    }),
});
