/** A part of a Go tree is shut for who asks: an umask of 077, or a chmod too many. */
import { isReadable } from "#facts/readable.ts";
import { modeFinding } from "../../chmod.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const toolchainUnreadable = defineRule({
  code: "toolchain-unreadable",
  title: "a part of a Go tree cannot be read",
  why: "builds that need it stop: permission denied, or package is not in std",
  group: "perms",
  needs: ["trees", "paths"],
  check: ({ trees: { trees }, paths: { uid } }) => {
    if (trees.length === 0) return notApplicable("there is no Go tree here");
    return trees.flatMap((tree) => {
      const odd = tree.odd.filter((one) => !isReadable(one, uid ?? undefined));
      return modeFinding({ tree, odd, uid, severity: "error" });
    });
  },
});
