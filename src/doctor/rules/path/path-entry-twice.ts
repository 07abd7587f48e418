/** A directory stands on PATH more than once: start files that add without looking, nested shells. */
import { startLines } from "../../pathlines.ts";
import { defineRule } from "../../rule.ts";

export const pathEntryTwice = defineRule({
  code: "path-entry-twice",
  title: "a directory stands on PATH twice",
  why: "only the first counts: whoever moves the second wonders why nothing changes",
  group: "path",
  needs: ["path", "rc", "gostead"],
  check: ({ path: { entries }, rc, gostead }) => {
    const plain = entries.map(({ text, position }) => ({
      text: text.replace(/(.)\/+$/, "$1"),
      position,
    }));
    const texts = new Set(plain.map(({ text }) => text));
    return [...texts].flatMap((text) => {
      const places = plain.filter((one) => one.text === text).map(({ position }) => position);
      // Our own block puts the shims first again where something came before them.
      const ours = gostead.root !== null && text === `${gostead.root}/shims`;
      if (text === "" || ours || places.length < 2) return [];
      return [
        {
          severity: "info" as const,
          subject: text,
          evidence: [{ text: `entries ${places.join(", ")} of PATH` }, ...startLines(rc, text)],
          fix: [],
          advice: "add it once: only the first counts",
        },
      ];
    });
  },
});
