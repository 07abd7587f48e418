/** One release unpacked over another: its compiler is of another version than the tree says. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const mixedTree = defineRule({
  code: "mixed-tree",
  title: "two releases lie in one tree",
  why: "nothing builds: compile: version does not match go tool version",
  group: "env",
  needs: ["gotools", "gostead"],
  check: ({ gotools: { trees }, gostead }) => {
    if (trees.length === 0) return notApplicable("no Go tree is in use");
    const told = trees.filter(({ compiler }) => compiler !== null);
    if (told.length === 0) return notApplicable("no compiler here tells by which Go it was made");
    return told
      .filter(({ version, compiler }) => version !== compiler)
      .map(({ goroot, version, compiler }): Draft => {
        const ours = gostead.root !== null && goroot.startsWith(`${gostead.root}/`);
        return {
          severity: "error",
          subject: goroot,
          evidence: [
            { text: version, file: `${goroot}/VERSION` },
            { text: `its compiler was made by ${compiler}`, file: `${goroot}/pkg/tool` },
          ],
          fix: [],
          advice: ours
            ? `run: gostead verify ${version.slice(2)} --repair`
            : `remove ${goroot} whole, then install it again: unpacking over it keeps old files`,
        };
      });
  },
});
