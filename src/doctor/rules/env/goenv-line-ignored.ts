/** A line of Go's settings file that is no setting: `export GOFLAGS=…`, as in a shell. Go says nothing of it. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

const SHOWN = 5;

export const goenvLineIgnored = defineRule({
  code: "goenv-line-ignored",
  title: "Go passes over lines of its settings file",
  why: "who wrote them believes that they count",
  group: "env",
  needs: ["goenvfile"],
  check: ({ goenvfile: { path, there, ignored = [] } }) => {
    if (path === null || !there) return notApplicable("there is no settings file");
    if (ignored.length === 0) return [];
    const evidence = ignored.slice(0, SHOWN).map(({ line, text }) => ({ text, file: path, line }));
    const advice =
      "write NAME=value, without export, blanks before it or quotes, as go env -w does";
    const draft: Draft = { severity: "warning", subject: path, evidence, fix: [], advice };
    return [draft];
  },
});
