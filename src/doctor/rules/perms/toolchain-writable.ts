/** Others may write in a Go tree: whoever does so runs code as everybody who builds with it. */
import { modeFinding, type Odd, type Tree } from "../../chmod.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const toolchainWritable = defineRule({
  code: "toolchain-writable",
  title: "others may write in a Go tree",
  why: "whoever writes there runs code as everybody who builds with it",
  group: "perms",
  needs: ["trees", "paths"],
  check: ({ trees: { trees }, paths: { uid } }) => {
    if (trees.length === 0) return notApplicable("there is no Go tree here");
    return trees.flatMap((tree): readonly Draft[] => {
      if (tree.skipped !== null) return skipped(tree);
      const odd = tree.odd.filter((one) => isOpen(tree, one));
      const forOthers = odd.some(({ mode }) => (mode & 0o022) !== 0);
      return modeFinding({ tree, odd, uid, severity: forOthers ? "error" : "warning" });
    });
  },
});

/** Nobody writes in a tree of gostead's, not even who owns it. */
function isOpen({ ours }: Tree, { kind, mode }: Odd): boolean {
  if (kind === "link") return false;
  return (mode & (ours && kind === "file" ? 0o222 : 0o022)) !== 0;
}

/** Not seen is not safe: it is said, and is no error. */
function skipped({ path, skipped: reason }: Tree): readonly Draft[] {
  const evidence = [{ text: `not looked at: ${reason}`, file: path }];
  const advice = "look at its modes where it is stored, or keep it on a disk of this machine";
  return [{ severity: "info", subject: path, evidence, fix: [], advice }];
}
