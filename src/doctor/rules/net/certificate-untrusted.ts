/** No authority that this machine trusts vouches for the certificate. */
import { ofTls } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

/** Told by certificate-expired. */
const TIME = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);

export const certificateUntrusted = defineRule({
  code: "certificate-untrusted",
  title: "nobody vouches for the certificate",
  why: "every download ends with: x509: certificate signed by unknown authority",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofTls(reached, (endpoint, tls) => {
      if (tls.distrust === null || TIME.has(tls.distrust)) return [];
      const { authorities } = endpoint.answer;
      const from = authorities === null ? "the system's" : `those in ${authorities}`;
      return [
        {
          severity: "error",
          subject: endpoint.host,
          evidence: [
            { text: `${tls.distrust}: issued by ${tls.certificate.issuer}` },
            { text: `chain: ${tls.certificate.chain.join(" < ")}` },
            { text: `authorities asked: ${from}` },
          ],
          fix: [],
          advice:
            "if that authority is your company's, add it to the system's certificates or name its file in SSL_CERT_FILE; if not, somebody stands in between",
        },
      ];
    }),
});
