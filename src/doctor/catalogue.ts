/** What each code means, for people. A code without an entry does not compile. */
import type { RuleCode } from "./rules.ts";

export interface Entry {
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What breaks because of it: one sentence. */
  readonly why: string;
  /** The page that tells all. */
  readonly docs: `docs/finding/${string}.md`;
}

type Catalogue = {
  readonly [Code in RuleCode]: Entry & { readonly docs: `docs/finding/${Code}.md` };
};

export const CATALOGUE: Catalogue = {
  "go-shadowed": {
    title: "another go comes before gostead's",
    why: "the versions that projects pin do not run: every shell finds the other go first",
    docs: "docs/finding/go-shadowed.md",
  },
  "goroot-exported": {
    title: "GOROOT is exported",
    why: "every other Go then builds with this one's compiler: compile: version does not match go tool version",
    docs: "docs/finding/goroot-exported.md",
  },
  "goroot-in-goenv": {
    title: "GOROOT is set in Go's settings file",
    why: "where it names no tree, every go command stops with: go: cannot find GOROOT directory",
    docs: "docs/finding/goroot-in-goenv.md",
  },
};
