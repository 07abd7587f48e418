/** A required module is replaced by a directory that holds no go.mod. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { inWorkspace, judgeFiles } from "./module.ts";

export const replaceMissing = defineRule({
  code: "replace-missing",
  title: "a module is replaced by a directory that is not there",
  why: "go stops wherever it loads the modules: reading …/go.mod: no such file or directory",
  group: "module",
  byDefault: true,
  needs: ["modulehere", "modulefiles"],
  check: (facts) =>
    judgeFiles(facts, ({ replaced }, { file, workspace }) => {
      if (workspace !== null) return notApplicable(inWorkspace(workspace));
      return replaced
        .filter(({ there }) => !there)
        .map(({ path, directory, line, counts }): Draft => {
          const evidence = [
            { text: `${path} => ${directory}`, file, line },
            { text: "no go.mod is there" },
            ...(counts ? [] : [{ text: "go.mod does not require it: go may never look" }]),
          ];
          const advice =
            "put the module there, or take the replace line out; go.work is for places of your own";
          // What only others require is replaced too: whether they do is not told by these files.
          return { severity: counts ? "error" : "info", subject: path, evidence, fix: [], advice };
        });
    }),
});
