/** The home is in memory: what is installed is gone after the next start. */
import { mountOf } from "#facts/mounts.ts";
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const homeVolatile = defineRule({
  code: "home-volatile",
  title: "the home is in memory",
  why: "what is installed is gone after the next start",
  group: "paths",
  needs: ["paths", "mounts"],
  check: ({ paths, mounts: { mounts } }) => {
    const home = homeIn(paths);
    if (home === undefined) return notApplicable("nothing names a home of gostead");
    const mount = mountOf(home, mounts);
    if (mount === undefined) return notApplicable("it is not known what is mounted here");
    if (!/^(tmpfs|ramfs)$/.test(mount.type)) return [];
    const evidence = [{ text: `${mount.point} is a ${mount.type}`, file: home }];
    const advice = "set GOSTEAD_HOME to a directory on a disk, unless it is meant to go";
    return [{ severity: "warning", subject: home, evidence, fix: [], advice }];
  },
});
