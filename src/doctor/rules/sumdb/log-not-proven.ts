/** The log's answer does not hold: a wrong signature, or another history than the one we know. */
import { defineRule, notApplicable } from "../../rule.ts";

export const logNotProven = defineRule({
  code: "log-not-proven",
  title: "the checksum log's answer does not hold",
  why: "somebody shows this machine another log than everybody else, or alters it on the way",
  group: "sumdb",
  needs: ["sumdblog"],
  check: ({ sumdblog: { head } }) => {
    if (head.is === "proven") return [];
    if (!head.integrity) return notApplicable("the log could not be asked");
    return [
      {
        severity: "error",
        subject: head.name,
        evidence: [{ text: `${head.code}: ${head.reason}` }],
        fix: [],
        advice:
          "install nothing from here; compare with another network: gostead sumdb check --head FILE",
      },
    ];
  },
});
