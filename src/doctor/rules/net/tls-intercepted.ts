/** A public server is vouched for by an authority that only this machine's owner trusts: TLS is opened on the way. */
import { ofTls } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const tlsIntercepted = defineRule({
  code: "tls-intercepted",
  title: "TLS to a public server is opened on the way",
  why: "whoever opens it can read and change what you download; proofs still hold",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofTls(reached, (endpoint, tls) => {
      // A company's own proxy may well have the company's own certificate.
      if (tls.distrust !== null || tls.public || !endpoint.isDefault) return [];
      const { authorities } = endpoint.answer;
      return [
        {
          // Whoever administers the machine chose it, and proofs come from the log's own key.
          severity: "info",
          subject: endpoint.host,
          evidence: [
            { text: `issued by ${tls.certificate.issuer}, which is no public authority` },
            ...(authorities === null ? [] : [{ text: `authorities come from ${authorities}` }]),
          ],
          fix: [],
          advice: "if this is not your company's doing, find out whose authority it is",
        },
      ];
    }),
});
