/** The home is everybody's, and at /usr/local/go stands another Go: what looks there runs another one than PATH. */
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const usrLocalGoTaken = defineRule({
  code: "usr-local-go-taken",
  title: "/usr/local/go is another Go",
  why: "what looks there runs another Go than PATH does",
  group: "paths",
  needs: ["paths"],
  check: ({ paths }) => {
    const home = homeIn(paths);
    if (home === undefined || !paths.isSystem)
      return notApplicable("the home is not the one for all users");
    const place = paths.roles.find(({ role }) => role === "usr-local-go");
    if (place === undefined || place.state === "missing") return [];
    if (place.target?.startsWith(`${home}/`)) return [];
    const what = place.target === undefined ? `a ${place.state}` : `a link to ${place.target}`;
    const advice = `gostead leaves it alone. When nobody needs it: mv ${place.path} ${place.path}.old, then gostead --system doctor paths --fix`;
    const evidence = [{ text: `there is ${what} that gostead did not make`, file: place.path }];
    return [{ severity: "warning", subject: place.path, evidence, fix: [], advice }];
  },
});
