/** The home is on a file system that nobody may write to: what is installed runs, and stays as it is. */
import { judgeHomeMount } from "../../homemount.ts";
import { defineRule } from "../../rule.ts";

export const homeReadOnly = defineRule({
  code: "home-read-only",
  title: "the home is read-only",
  why: "nothing can be installed, switched or mended there, and no event is recorded",
  group: "paths",
  needs: ["paths", "mounts"],
  check: (facts) =>
    judgeHomeMount(facts, ({ readOnly, point, type }) => {
      if (!readOnly) return null;
      const advice = `it is right where somebody else fills the home; else set GOSTEAD_HOME, or remount: mount -o remount,rw ${point}`;
      return { severity: "info", text: `${point} (${type}) is mounted read-only`, advice };
    }),
});
