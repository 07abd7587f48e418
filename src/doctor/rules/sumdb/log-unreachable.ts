/** The checksum log answers neither through a proxy nor directly. */
import { defineRule, notApplicable } from "../../rule.ts";

/** Not to ask it is a setting: other rules say what comes of that. */
const SETTINGS = new Set(["proof-refused", "bad-setting", "offline"]);

export const logUnreachable = defineRule({
  code: "log-unreachable",
  title: "the checksum log cannot be reached",
  why: "nothing new can be proven: verifying module: checksum database unreachable",
  group: "sumdb",
  needs: ["sumdblog"],
  check: ({ sumdblog: { head } }) => {
    if (head.is === "proven" || head.integrity) return [];
    if (SETTINGS.has(head.code)) return notApplicable(head.reason);
    return [
      {
        severity: "error",
        subject: head.name,
        evidence: [{ text: head.reason }],
        fix: [],
        advice:
          "ask whoever runs the proxy in GOPROXY to pass the log on, or let this machine reach it",
      },
    ];
  },
});
