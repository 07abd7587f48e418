/** The home lies inside GOPATH or the module cache, which Go's own commands walk and clean. */
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const homeInGopath = defineRule({
  code: "home-in-gopath",
  title: "the home lies in GOPATH",
  why: "go's own commands walk it, and go clean -modcache may remove it",
  group: "paths",
  needs: ["paths"],
  check: ({ paths }) => {
    const home = homeIn(paths);
    if (home === undefined) return notApplicable("nothing names a home of gostead");
    const around = paths.roles.find(
      ({ role, path }) =>
        (role === "GOPATH" || role === "GOMODCACHE") &&
        (home === path || home.startsWith(`${path}/`)),
    );
    if (around === undefined) return [];
    const evidence = [{ text: `${around.role} is ${around.path}: ${around.source}`, file: home }];
    const advice =
      "set GOSTEAD_HOME to a directory outside, and install there; then remove this one";
    return [{ severity: "warning", subject: home, evidence, fix: [], advice }];
  },
});
