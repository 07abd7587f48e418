/** The system finds no address for a host of GOPROXY. Behind a proxy names are the proxy's to find. */
import { ofHosts } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const dnsFails = defineRule({
  code: "dns-fails",
  title: "a host of GOPROXY has no address",
  why: "every download waits for the name and then fails: no such host",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofHosts(goproxy, ({ host, answer: { dns, connect } }) => {
      const via = connect?.via ?? null;
      if (dns === null || dns.system.length > 0 || via !== null) return [];
      const sent = `of ${dns.asked} lookups at the DNS servers ${dns.answered} were answered`;
      const why = dns.errors.length === 0 ? "" : ` (${dns.errors.join(", ")})`;
      return [
        {
          severity: "error",
          subject: host,
          evidence: [
            { text: `the system finds no address: ${dns.error ?? "none"}` },
            { text: sent + why },
          ],
          fix: [],
          advice: "check the name in GOPROXY and /etc/resolv.conf; behind a proxy set HTTPS_PROXY",
        },
      ];
    }),
});
