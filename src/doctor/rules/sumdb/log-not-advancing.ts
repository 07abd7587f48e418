/** The log's tree has not grown for a week, though we are online (security S14). */
import { defineRule, notApplicable } from "../../rule.ts";

export const logNotAdvancing = defineRule({
  code: "log-not-advancing",
  title: "the checksum log stands still",
  why: "a frozen view of the log hides new versions, and the fixes in them",
  group: "sumdb",
  needs: ["sumdblog"],
  check: ({ sumdblog: { head } }) => {
    if (head.is !== "proven") return notApplicable("the log could not be asked");
    if (head.staleDays === null) return [];
    return [
      {
        severity: "warning",
        subject: head.name,
        evidence: [{ text: `${head.size} records, as ${head.staleDays} days ago` }],
        fix: [],
        advice: "the proxy may serve an old copy: ask another GOPROXY, or the log itself",
      },
    ];
  },
});
