/** The system finds no address for a host that a build goes to. Behind a proxy names are the proxy's to find. */
import { ofHosts } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const dnsFails = defineRule({
  code: "dns-fails",
  title: "a host has no address",
  why: "every download waits for the name and then fails: no such host",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofHosts(reached, ({ host, answer: { dns, connect } }) => {
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
          advice: "check the name and /etc/resolv.conf; behind a proxy set HTTPS_PROXY",
        },
      ];
    }),
});
