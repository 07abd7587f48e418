/** Files of a Go tree belong to somebody who is neither root nor the tree's owner: that user can change them at will. */
import { evidenceOf } from "../../chmod.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const toolchainOwner = defineRule({
  code: "toolchain-owner",
  title: "a Go tree belongs to somebody else",
  why: "its owner can change what everybody else runs",
  group: "perms",
  needs: ["trees", "paths"],
  check: ({ trees: { trees }, paths: { uid } }) => {
    if (trees.length === 0) return notApplicable("there is no Go tree here");
    return trees.flatMap((tree): readonly Draft[] => {
      const mixed = tree.odd.filter((one) => one.uid !== 0 && one.uid !== tree.uid);
      const whole = mixed.length === 0 && uid !== null && isForeign(tree.uid, uid);
      if (mixed.length === 0 && !whole) return [];
      const root = [{ text: `it belongs to user ${tree.uid}`, file: tree.path }];
      const advice = tree.ours
        ? `gostead verify says whether they are the published ones; then give them back: chown -R ${tree.uid} ${tree.path}`
        : `give it to who installs Go here: chown -R root ${tree.path}`;
      const evidence = whole
        ? root
        : evidenceOf(tree, mixed, (one) => `it belongs to user ${one.uid}`);
      return [{ severity: "error", subject: tree.path, evidence, fix: [], advice }];
    });
  },
});

/** A tree that neither root nor we own is another user's to change. */
function isForeign(owner: number | null, uid: number): boolean {
  return owner !== null && owner !== 0 && owner !== uid;
}
