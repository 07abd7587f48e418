/** Everybody may write into a directory of PATH: whoever does runs code as you. */
import { defineRule } from "../../rule.ts";

export const pathEntryWritable = defineRule({
  code: "path-entry-writable",
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
