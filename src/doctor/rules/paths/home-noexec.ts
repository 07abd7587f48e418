/** The home is on a file system whose programs may not be started: no go in it runs. */
import { mountOf } from "#facts/mounts.ts";
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const homeNoexec = defineRule({
  code: "home-noexec",
  title: "programs in the home may not be started",
  why: "no go in it runs: permission denied",
  group: "paths",
  needs: ["paths", "mounts"],
  check: ({ paths, mounts: { mounts } }) => {
    const home = homeIn(paths);
    if (home === undefined) return notApplicable("nothing names a home of gostead");
    const mount = mountOf(home, mounts);
    if (mount === undefined) return notApplicable("it is not known what is mounted here");
    if (!mount.noexec) return [];
    const evidence = [{ text: `${mount.point} (${mount.type}) is mounted noexec`, file: home }];
    const advice = `set GOSTEAD_HOME to a place where programs may run, or remount: mount -o remount,exec ${mount.point}`;
    return [{ severity: "error", subject: home, evidence, fix: [], advice }];
  },
});
