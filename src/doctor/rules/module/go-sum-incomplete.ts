/** go.sum has no hash of the go.mod of a module that go.mod requires. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { inWorkspace, judgeFiles } from "./module.ts";

const SHOWN = 5;

export const goSumIncomplete = defineRule({
  code: "go-sum-incomplete",
  title: "go.sum lacks required modules",
  why: "go stops rather than take them unproven: missing go.sum entry for go.mod file",
  group: "module",
  needs: ["modulehere", "modulefiles"],
  check: (facts) =>
    judgeFiles(facts, ({ sum: { file, there, lacking }, vendor }, here) => {
      if (vendor !== null) return notApplicable("modules are taken from vendor");
      if (here.workspace !== null) return notApplicable(inWorkspace(here.workspace));
      if (lacking.length === 0) return [];
      const more = lacking.length - SHOWN;
      const draft: Draft = {
        severity: "warning",
        subject: file,
        evidence: [
          ...(there ? [] : [{ text: "it is not there" }]),
          ...lacking.slice(0, SHOWN).map(({ path, version, line }) => {
            return { text: `${path} ${version}`, file: here.file, line };
          }),
          ...(more > 0 ? [{ text: `and ${more} more` }] : []),
        ],
        fix: [],
        advice:
          "go mod tidy, or go mod download: it fetches them, proves them and writes the lines",
      };
      return [draft];
    }),
});
