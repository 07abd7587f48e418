/** No certificate that TLS could trust is here, or SSL_CERT_FILE leads nowhere: slim images have none. */
import { defineRule, notApplicable } from "../../rule.ts";

const PACKAGE = "install the package ca-certificates";

export const certificatesMissing = defineRule({
  code: "certificates-missing",
  title: "certificates for TLS are missing",
  why: "no module and no toolchain comes by https: certificate signed by unknown authority",
  group: "limits",
  needs: ["certificates"],
  check: ({ certificates }) => {
    if (certificates === null) return notApplicable("this system keeps them in a store of its own");
    const { bundle, own, unreadable, others } = certificates;
    const evidence = unreadable.map(({ path, reason }) => ({ text: reason, file: path }));
    if (bundle !== null || (others > 0 && !own && unreadable.length === 0)) return [];
    const text = own
      ? "SSL_CERT_FILE names no file with certificates"
      : "none of the files and directories that Go looks in has any";
    const advice = own ? "unset SSL_CERT_FILE, or have it name a bundle in PEM form" : PACKAGE;
    const subject = own ? "SSL_CERT_FILE" : "certificates";
    // Go reads directories too: then a bundle that cannot be read takes nothing away.
    const severity = others > 0 ? "warning" : "error";
    return [{ severity, subject, evidence: [{ text }, ...evidence], fix: [], advice }];
  },
});
