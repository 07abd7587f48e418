/**
 * The trees that `go` runs from here, and by which Go their compiler was linked:
 * where VERSION says another, two releases were unpacked over each other.
 */
import { join } from "node:path";
import { defineFact, known } from "./fact.ts";
import { gorootsFact } from "./goroots.ts";
import { gosFact } from "./gos.ts";
import { settingsFact } from "./settings.ts";
import { linkedBy } from "./version.ts";

/** A compiler is 26 MB today. */
const MAX = 64 << 20;
/** More trees than these do not come to run by one PATH. */
const MAX_TREES = 8;

export interface GoTree {
  readonly goroot: string;
  readonly version: string;
  /** The Go that linked its compiler; null when there is none or it does not tell (before Go 1.18). */
  readonly compiler: string | null;
}

interface Needed {
  readonly gos: { readonly gos: readonly { readonly goroot: string | null }[] };
  readonly settings: Readonly<Record<string, { readonly value: string }>>;
  readonly goroots: { readonly roots: readonly { path: string; version: string }[] };
}

/** Those that are trees: on PATH, in order, and where GOROOT points. */
function treesOf({ gos, settings, goroots }: Needed): readonly { path: string; version: string }[] {
  const named = [...gos.gos.map(({ goroot }) => goroot), settings.GOROOT?.value];
  return goroots.roots.filter(({ path }) => named.includes(path)).slice(0, MAX_TREES);
}

export const gotoolsFact = defineFact({
  name: "gotools",
  cost: "local",
  about: "by which Go the compilers of the trees in use were linked",
  needs: { gos: gosFact, settings: settingsFact, goroots: gorootsFact },
  reads: ({ platform }, needed) =>
    treesOf(needed).map(({ path }) => ({
      file: join(path, "pkg", "tool", platform, "compile"),
      max: MAX,
      head: true as const,
    })),
  parse: (answers, _, needed) => {
    const trees = treesOf(needed).map(({ path, version }, at): GoTree => {
      const answer = answers[at];
      const compiler = answer?.is === "file" ? linkedBy(answer.bytes) : null;
      return { goroot: path, version, compiler };
    });
    return known({ trees });
  },
});
