/** The server's certificate ends within a month: what renews it should do so, or should have. */
import { ofTls } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

const MONTH = 30;
/** Machines renew a month before: two weeks later somebody must look. */
const LATE = 14;
const LAST = 7;

export const certificateExpiresSoon = defineRule({
  code: "certificate-expires-soon",
  title: "the certificate of a server ends soon",
  why: "on that day every download fails",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofTls(reached, (endpoint, { certificate: { subject, daysLeft } }) => {
      if (daysLeft < 0 || daysLeft > MONTH) return [];
      return [
        {
          severity: daysLeft <= LAST ? "error" : daysLeft <= LATE ? "warning" : "info",
          subject: endpoint.host,
          evidence: [{ text: `the certificate of ${subject} ends in ${daysLeft} days` }],
          fix: [],
          advice: "tell its owner: it is usually renewed a month before",
        },
      ];
    }),
});
