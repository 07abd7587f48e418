/** What is known of Go's faults is old: a release that has some since passes for sound. */
import { daysBetween } from "#policy/day.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

/** Half a year is from one release line to the next. */
const MAX_DAYS = 183;

export const advisoriesOld = defineRule({
  code: "advisories-old",
  title: "the table of Go's known faults is old",
  why: "faults that were found since are not in it, and a line that has ended since passes for supported",
  group: "toolchain",
  needs: ["golife", "policy"],
  check: ({ golife, policy: { today } }) => {
    if (golife === null) return notApplicable("no Go runs here");
    const { asOf, version, support } = golife;
    const days = daysBetween(asOf, today);
    if (days === undefined) return notApplicable(`${asOf} is no day`);
    const isNewer = support === "unknown";
    if (days <= MAX_DAYS && !isNewer) return [];
    const evidence = [
      { text: `it is of ${asOf}, ${days} days ago` },
      ...(isNewer ? [{ text: `it does not know the line of go${version}` }] : []),
    ];
    const advice =
      "update gostead, which brings a newer one; or gostead vulns --db with a copy of the database";
    const draft: Draft = { severity: "info", subject: asOf, evidence, fix: [], advice };
    return [draft];
  },
});
