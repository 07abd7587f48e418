/** A line of go.sum that has not three words: a merge left its marks, or an editor cut it. */
import { type Draft, defineRule } from "../../rule.ts";
import { judgeFiles } from "./module.ts";

const SHOWN = 5;

export const goSumMalformed = defineRule({
  code: "go-sum-malformed",
  title: "go.sum cannot be read",
  why: "every build stops: malformed go.sum: wrong number of fields",
  group: "module",
  byDefault: true,
  needs: ["modulehere", "modulefiles"],
  check: (facts) =>
    judgeFiles(facts, ({ sum: { file, malformed } }) => {
      if (malformed.length === 0) return [];
      const evidence = malformed.slice(0, SHOWN).map(({ line, words }) => {
        return { text: `${words} ${words === 1 ? "word" : "words"}, and not 3`, file, line };
      });
      const advice = "take these lines out, then run go mod tidy: it knows which hashes it needs";
      const draft: Draft = { severity: "error", subject: file, evidence, fix: [], advice };
      return [draft];
    }),
});
