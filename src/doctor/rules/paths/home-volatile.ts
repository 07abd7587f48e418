/** The home is in memory: what is installed is gone after the next start. */
import { judgeHomeMount } from "../../homemount.ts";
import { defineRule } from "../../rule.ts";

export const homeVolatile = defineRule({
  code: "home-volatile",
  title: "the home is in memory",
  why: "what is installed is gone after the next start",
  group: "paths",
  needs: ["paths", "mounts"],
  check: (facts) =>
    judgeHomeMount(facts, ({ point, type }) => {
      if (!/^(tmpfs|ramfs)$/.test(type)) return null;
      const advice = "set GOSTEAD_HOME to a directory on a disk, unless it is meant to go";
      return { severity: "warning", text: `${point} is a ${type}`, advice };
    }),
});
