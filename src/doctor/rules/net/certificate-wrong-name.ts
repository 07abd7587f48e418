/** The certificate is for other names than the one in GOPROXY. */
import { ofTls } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const certificateWrongName = defineRule({
  code: "certificate-wrong-name",
  title: "the certificate is for another name",
  why: "every download ends with: x509: certificate is valid for other names",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofTls(goproxy, (element, { certificate: { named, names, subject } }) => {
      if (named) return [];
      return [
        {
          severity: "error",
          subject: element.host,
          evidence: [{ text: `the certificate is for ${names === "" ? subject : names}` }],
          fix: [],
          advice: "name the server in GOPROXY as its certificate does, or have it issued anew",
        },
      ];
    }),
});
