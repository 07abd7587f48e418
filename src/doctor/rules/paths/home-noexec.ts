/** The home is on a file system whose programs may not be started: no go in it runs. */
import { judgeHomeMount } from "../../homemount.ts";
import { defineRule } from "../../rule.ts";

export const homeNoexec = defineRule({
  code: "home-noexec",
  title: "programs in the home may not be started",
  why: "no go in it runs: permission denied",
  group: "paths",
  needs: ["paths", "mounts"],
  check: (facts) =>
    judgeHomeMount(facts, ({ noexec, point, type }) => {
      if (!noexec) return null;
      const advice = `set GOSTEAD_HOME to a place where programs may run, or remount: mount -o remount,exec ${point}`;
      return { severity: "error", text: `${point} (${type}) is mounted noexec`, advice };
    }),
});
