/** A path of Go's with blanks or letters beyond ASCII: Go itself takes it, tools that it starts often do not. */
import { type Draft, defineRule } from "../../rule.ts";

const ROLES = ["home", "GOROOT", "GOPATH", "GOCACHE"];

export const pathUnusual = defineRule({
  code: "path-unusual",
  title: "a path has blanks or unusual letters",
  why: "C compilers, make and scripts that go starts often split it",
  group: "paths",
  needs: ["paths"],
  check: ({ paths: { roles } }) =>
    roles
      .filter(({ role, path }) => ROLES.includes(role) && /[^!-~]/.test(path))
      .map(({ role, path, source }): Draft => {
        const what = path.includes(" ") ? "a blank" : "a letter beyond ASCII";
        const evidence = [{ text: `there is ${what} in it: ${source}`, file: path }];
        const advice = "should a C compiler, make or a script fail on it: choose a plain path";
        return { severity: "info", subject: role, evidence, fix: [], advice };
      }),
});
