/** The home is everybody's, and /usr/local/go does not lead to it: IDEs and scripts look there. */
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const usrLocalGoMissing = defineRule({
  code: "usr-local-go-missing",
  title: "/usr/local/go does not lead to the default",
  why: "IDEs and scripts that look there find no Go, or an old one",
  group: "paths",
  needs: ["paths"],
  check: ({ paths }) => {
    const home = homeIn(paths);
    if (home === undefined || !paths.isSystem)
      return notApplicable("the home is not the one for all users");
    const place = paths.roles.find(({ role }) => role === "usr-local-go");
    const current = paths.roles.find(({ role }) => role === "current");
    if (place === undefined || current === undefined) return notApplicable("no such place here");
    const wanted = current.path;
    const isOurs = place.state === "link" && place.target?.startsWith(`${home}/`) === true;
    if (place.target === wanted || (place.state !== "missing" && !isOurs)) return [];
    const text = place.state === "missing" ? "there is nothing" : `it leads to ${place.target}`;
    const finding = {
      severity: "info",
      subject: place.path,
      evidence: [{ text, file: place.path }],
    } as const;
    if (current.state === "missing") {
      return [{ ...finding, fix: [], advice: "choose a default first: gostead --system default" }];
    }
    return [{ ...finding, fix: [{ kind: "link", path: place.path, target: wanted }] }];
  },
});
