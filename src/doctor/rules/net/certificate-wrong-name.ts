/** The certificate is for other names than the one asked for. */
import { ofTls } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const certificateWrongName = defineRule({
  code: "certificate-wrong-name",
  title: "the certificate is for another name",
  why: "every download ends with: x509: certificate is valid for other names",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofTls(reached, (endpoint, { certificate: { named, names, subject } }) => {
      if (named) return [];
      return [
        {
          severity: "error",
          subject: endpoint.host,
          evidence: [{ text: `the certificate is for ${names === "" ? subject : names}` }],
          fix: [],
          advice: "name the server as its certificate does, or have it issued anew",
        },
      ];
    }),
});
