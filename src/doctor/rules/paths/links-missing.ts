/** `links/VERSION`, through which the shim finds what a word means, lacks a version that is installed. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const linksMissing = defineRule({
  code: "links-missing",
  title: "gostead does not find what it has installed",
  why: "a pin or default of that version says that it is not installed",
  group: "paths",
  needs: ["homeparts"],
  check: ({ homeparts: { root, inUse, unlinked } }) => {
    if (!inUse) return notApplicable("gostead has installed nothing here");
    if (unlinked.length === 0) return [];
    const draft: Draft = {
      severity: "error",
      subject: `${root}/links`,
      evidence: unlinked.map(({ word }) => ({
        text: "it is missing",
        file: `${root}/links/${word}`,
      })),
      fix: unlinked.map(({ word, target }) => ({
        kind: "link",
        path: `${root}/links/${word}`,
        target,
      })),
    };
    return [draft];
  },
});
