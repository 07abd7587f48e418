/** Somebody else can change gostead's home, or put another in its place (security S13). */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

const STICKY = 0o1000;

export const homeOpenToOthers = defineRule({
  code: "home-open-to-others",
  title: "others can change gostead's home",
  why: "they can put their own go in the place of a proven one",
  group: "perms",
  needs: ["paths"],
  check: ({ paths: { uid, leading, roles } }) => {
    const home = roles.find(({ role }) => role === "home")?.path;
    if (home === undefined || uid === null) return notApplicable("nothing names a home of gostead");
    return leading.flatMap(({ path, kind, mode, uid: owner }): readonly Draft[] => {
      const place = { severity: "error", subject: path } as const;
      if (owner !== 0 && owner !== uid) {
        const evidence = [{ text: `it belongs to user ${owner}`, file: path }];
        const advice = `keep gostead's home elsewhere, or give ${path} to root`;
        return [{ ...place, evidence, fix: [], advice }];
      }
      const isShared = path !== home && (mode & STICKY) !== 0;
      if (kind !== "directory" || (mode & 0o022) === 0 || isShared) return [];
      const was = mode.toString(8);
      const argv = (word: string) => ["chmod", `0${word}`, path];
      const evidence = [{ text: `mode ${was}`, file: path }];
      const run = {
        kind: "run",
        argv: argv((mode & ~0o022).toString(8)),
        inverse: argv(was),
      } as const;
      const isOurs = uid === 0 || owner === uid;
      if (path === home && isOurs) return [{ ...place, evidence, fix: [run] }];
      const advice = `take the write permission of others away: ${run.argv.join(" ")}`;
      return [{ ...place, evidence, fix: [], advice }];
    });
  },
});
