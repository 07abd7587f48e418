/** What in the Go trees here has a mode or an owner that it should not have, told without opening a file. */
import { defineFact, known } from "./fact.ts";
import { gorootsFact } from "./goroots.ts";
import { gosteadFact } from "./gostead.ts";
import { mountOf, mountsFact } from "./mounts.ts";
import type { FileSum, Odd, TreeAnswer } from "./read.ts";

const MAX_FILES = 100_000;
/** Ten thousand files each: more would take more than a second. */
const MAX_TREES = 24;

/** They keep no modes, or keep others away by rules of their own. */
const WITHOUT_MODES = /^(vfat|msdos|exfat|ntfs3?|fuseblk|9p|drvfs|cifs|smb3)$/;
/** A look at each file would be a question over the network. */
const DISTANT = /^(nfs4?|afs|ceph|glusterfs|lustre|fuse\.sshfs)$/;

export interface Tree {
  readonly path: string;
  /** Installed by gostead: its modes are known. */
  readonly ours: boolean;
  /** Who owns its directory. */
  readonly uid: number | null;
  readonly files: number;
  readonly odd: readonly Odd[];
  /** Of all its regular files; null where a part of it is out of sight. */
  readonly sum: FileSum | null;
  /** Why it was not looked at. */
  readonly skipped: string | null;
}

export const treesFact = defineFact({
  name: "trees",
  cost: "local",
  about: "modes and owners in Go trees that are not as they should be",
  needs: { goroots: gorootsFact, gostead: gosteadFact, mounts: mountsFact },
  reads: ({ uid }, needed) =>
    lookedAt(needed).map(({ path, ours }) => ({
      tree: path,
      max: MAX_FILES,
      programs: ["bin/", "pkg/tool/"],
      write: ours ? 0o222 : 0o022,
      reader: uid,
    })),
  parse: (answers, _, needed) => {
    const found = new Map(answers.map((answer) => [answer.path, answer]));
    const all = placesOf(needed).map((place) => treeOf(place, found.get(place.path)));
    const reals = answers.map((answer) => (answer.is === "tree" ? answer.real : answer.path));
    // A tree that is reached by two names is one tree.
    const again = new Set(answers.filter((_, at) => reals.indexOf(reals[at] ?? "") < at));
    const paths = new Set([...again].map(({ path }) => path));
    return known({ trees: all.filter(({ path }) => !paths.has(path)) });
  },
});

interface Needed {
  readonly goroots: { readonly roots: readonly { readonly path: string }[] };
  readonly gostead: { readonly root: string | null };
  readonly mounts: { readonly mounts: Parameters<typeof mountOf>[1] };
}

interface Place {
  readonly path: string;
  readonly ours: boolean;
  readonly skipped: string | null;
}

function placesOf({ goroots, gostead, mounts }: Needed): readonly Place[] {
  return goroots.roots.map(({ path }, at) => {
    const ours = gostead.root !== null && path.startsWith(`${gostead.root}/toolchains/`);
    const type = mountOf(path, mounts.mounts)?.type ?? "";
    return { path, ours, skipped: at < MAX_TREES ? reasonFor(type) : "there are too many trees" };
  });
}

function reasonFor(type: string): string | null {
  if (WITHOUT_MODES.test(type)) return `${type} keeps no modes`;
  return DISTANT.test(type) ? `it is on a network file system (${type})` : null;
}

function lookedAt(needed: Needed): readonly Place[] {
  return placesOf(needed).filter(({ skipped }) => skipped === null);
}

function treeOf({ path, ours, skipped }: Place, answer: TreeAnswer | undefined): Tree {
  if (answer?.is === "tree") {
    const { uid, count, odd, sum } = answer;
    return { path, ours, uid, files: count, odd, sum, skipped: null };
  }
  const reason = answer?.is === "unreadable" ? answer.reason : (skipped ?? "it is gone");
  return { path, ours, uid: null, files: 0, odd: [], sum: null, skipped: reason };
}
