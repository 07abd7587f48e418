/** A program of a Go tree is not executable: chmod -R 644 is how it happens. */
import { modeFinding } from "../../chmod.ts";
import { defineRule, notApplicable } from "../../rule.ts";

const PROGRAM = /^(bin|pkg\/tool)\//;

export const toolchainNotExecutable = defineRule({
  code: "toolchain-not-executable",
  title: "programs of a Go tree are not executable",
  why: "go stops: fork/exec compile: permission denied",
  group: "perms",
  needs: ["trees", "paths"],
  check: ({ trees: { trees }, paths: { uid } }) => {
    if (trees.length === 0) return notApplicable("there is no Go tree here");
    return trees.flatMap((tree) => {
      const odd = tree.odd.filter(
        ({ name, kind, mode }) => kind === "file" && PROGRAM.test(name) && (mode & 0o111) !== 0o111,
      );
      return modeFinding({ tree, odd, uid, severity: "error" });
    });
  },
});
