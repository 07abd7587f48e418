/** A file of a Go tree has the set-uid or set-gid bit: no release has one, so somebody put it there. */
import { modeFinding } from "../../chmod.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const toolchainSetuid = defineRule({
  code: "toolchain-setuid",
  title: "a file of a Go tree has the set-uid bit",
  why: "no release has one: whoever starts it becomes its owner",
  group: "perms",
  needs: ["trees", "paths"],
  check: ({ trees: { trees }, paths: { uid } }) => {
    if (trees.length === 0) return notApplicable("there is no Go tree here");
    return trees.flatMap((tree) => {
      const odd = tree.odd.filter(({ kind, mode }) => kind === "file" && (mode & 0o6000) !== 0);
      return modeFinding({ tree, odd, uid, severity: "error" });
    });
  },
});
