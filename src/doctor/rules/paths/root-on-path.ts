/** PATH has GOROOT or GOPATH themselves, where their bin directory was meant. */
import { type Draft, defineRule } from "../../rule.ts";

export const rootOnPath = defineRule({
  code: "root-on-path",
  title: "PATH has a tree, not its bin",
  why: "no program stands there: what was meant is not found",
  group: "paths",
  needs: ["path", "paths", "goroots"],
  check: ({ path: { entries }, paths: { roles }, goroots: { roots } }) => {
    const gopath = roles.find(({ role }) => role === "GOPATH")?.path;
    const names = new Map(roots.map((root) => [root.path, "a Go tree"]));
    if (gopath !== undefined) names.set(gopath, "GOPATH");
    return entries.flatMap(({ text, position }): readonly Draft[] => {
      const directory = text.replace(/(.)\/+$/, "$1");
      const what = names.get(directory);
      if (what === undefined) return [];
      const evidence = [{ text: `entry ${position} of PATH is ${what}, where no program is` }];
      const advice = `where your start files say ${directory}, mean ${directory}/bin`;
      return [{ severity: "warning", subject: directory, evidence, fix: [], advice }];
    });
  },
});
