/** Everybody may write into a directory of PATH: whoever does runs code as you. */
import { defineRule } from "../../rule.ts";

export const pathEntryWritable = defineRule({
  code: "path-entry-writable",
  title: "everybody may write into a directory of PATH",
  why: "whoever puts a program there runs it as you",
  group: "path",
  needs: ["pathmodes"],
  check: ({ pathmodes: { modes } }) =>
    modes.flatMap(({ text, mode }) =>
      mode[8] === "w"
        ? [
            {
              severity: "error" as const,
              subject: text,
              evidence: [{ text: mode, file: text }],
              fix: [],
              advice: `chmod o-w ${text}, once you know what is in it; or take it off PATH`,
            },
          ]
        : [],
    ),
});
