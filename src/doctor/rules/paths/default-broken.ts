/** The user's default is gone or leads nowhere, although one was set: `default` -> `current/word`, `current` -> `generations/NAME`. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const defaultBroken = defineRule({
  code: "default-broken",
  title: "the default leads nowhere",
  why: "outside of projects gostead runs no Go, or one that nobody chose",
  group: "paths",
  needs: ["homeparts"],
  check: ({ homeparts: { root, inUse, generations, word, current } }) => {
    if (!inUse || generations.length === 0) return notApplicable("no default was ever set");
    if (word) return [];
    const latest = generations.at(-1);
    const lost = current ? `${root}/default` : `${root}/current`;
    const fix: Draft["fix"] = [
      ...(current || latest === undefined
        ? []
        : [{ kind: "link", path: `${root}/current`, target: `generations/${latest}` } as const]),
      { kind: "link", path: `${root}/default`, target: "current/word" },
    ];
    const evidence = [{ text: "it is gone, or leads nowhere", file: lost }];
    return [{ severity: "error", subject: `${root}/default`, evidence, fix }];
  },
});
