/** The server's certificate ends within two weeks: what renews it should have done so. */
import { ofTls } from "../../element.ts";
import { defineRule } from "../../rule.ts";

const SOON_DAYS = 14;

export const certificateExpiresSoon = defineRule({
  code: "certificate-expires-soon",
  title: "the certificate of a proxy ends soon",
  why: "on that day every download fails",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofTls(goproxy, (element, { certificate: { subject, daysLeft } }) => {
      if (daysLeft < 0 || daysLeft > SOON_DAYS) return [];
      return [
        {
          severity: "warning",
          subject: element.host,
          evidence: [{ text: `the certificate of ${subject} ends in ${daysLeft} days` }],
          fix: [],
          advice: "tell its owner: it is usually renewed a month before",
        },
      ];
    }),
});
