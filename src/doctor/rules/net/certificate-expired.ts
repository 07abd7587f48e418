/** The server's certificate has ended, or has not begun. */
import { ofTls, type Tls } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const certificateExpired = defineRule({
  code: "certificate-expired",
  title: "the certificate of a server has ended",
  why: "every download ends with: x509: certificate has expired or is not yet valid",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofTls(reached, (endpoint, { certificate }) => {
      const wrong = wrongTime(certificate);
      if (wrong === undefined) return [];
      const { subject, issuer } = certificate;
      return [
        {
          severity: "error",
          subject: endpoint.host,
          evidence: [{ text: wrong }, { text: `it is ${subject}'s, issued by ${issuer}` }],
          fix: [],
          advice: "its owner must renew it; where the days are absurd, set this machine's clock",
        },
      ];
    }),
});

/** Days are rounded down: one that ended an hour ago has -1 left. */
function wrongTime({ daysLeft, daysToGo }: Tls["certificate"]): string | undefined {
  if (daysToGo > 0) return `certificate begins in ${daysToGo} days`;
  if (daysLeft >= 0) return undefined;
  const ago = -daysLeft - 1;
  if (ago === 0) return "certificate expired today";
  return `certificate expired ${ago} ${ago === 1 ? "day" : "days"} ago`;
}
