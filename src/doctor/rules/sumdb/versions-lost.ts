/** A list of versions names fewer than it once did, or its latest is lower (security S14). */
import { defineRule, notApplicable } from "../../rule.ts";

const NAMED = 5;

export const versionsLost = defineRule({
  code: "versions-lost",
  title: "a list has lost versions",
  why: "an old or forged list hides a release, and with it a fix",
  group: "sumdb",
  needs: ["sumdblog"],
  check: ({ sumdblog: { versions } }) => {
    if (versions.is !== "listed") return notApplicable(versions.reason);
    const { lost, source, latest, latestBefore } = versions;
    if (lost.length === 0) return [];
    const more = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : "";
    const isLower =
      latestBefore !== null &&
      latestBefore !== latest &&
      lost.some((name) => name.startsWith(`go${latestBefore}.`));
    return [
      {
        severity: "error",
        subject: source,
        evidence: [
          { text: `listed before and not now: ${lost.slice(0, NAMED).join(", ")}${more}` },
          ...(isLower
            ? [{ text: `its latest is ${latest ?? "none"}, and was ${latestBefore}` }]
            : []),
        ],
        fix: [],
        advice: "ask another GOPROXY, or accept it with --allow-older",
      },
    ];
  },
});
